import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostedSession } from '@guestwall/protocol'
import { choiceIn, GuestAddresses, type InterfaceAddress, systemClock } from '@guestwall/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'

const WEB_ROOT = fileURLToPath(new URL('../../apps/web/dist', import.meta.url))
const at = (name: string, address: string): InterfaceAddress => ({
  name,
  mac: '3c:06:30:12:34:56',
  address,
  family: 'IPv4',
  internal: false,
})
const WIFI = at('Wi-Fi', '10.20.0.15')
const CABLE = at('Ethernet', '192.168.7.8')
const VIRTUAL_BOX = { ...at('VirtualBox Host-Only Network', '192.168.56.1'), mac: '0a:00:27:00:00:0b' }

let directory: string
let system: InterfaceAddress[]
let aheadMs = 0
let addresses: GuestAddresses
let wall: Guestwall
let browser: Browser
let hosted: HostedSession
beforeAll(async () => {
  if (!existsSync(WEB_ROOT)) throw new Error('the web app is not built: run npm run build')
  directory = mkdtempSync(join(tmpdir(), 'guestwall-addresses-'))
  addresses = new GuestAddresses({
    host: '::',
    interfaces: () => system,
    sources: () => Promise.resolve([]),
    choice: choiceIn(directory),
    clock: { now: () => systemClock.now() + aheadMs },
  })
  wall = await startGuestwall({ webRoot: WEB_ROOT, parts: { addresses, guestUrl: (port) => addresses.guestUrl(port) } })
  hosted = await wall.createSession()
  browser = await launchChromium()
})
beforeEach(() => {
  networkIs([VIRTUAL_BOX, CABLE, WIFI])
  addresses.choose(null, wall.app.port)
})
afterAll(async () => {
  await browser.close()
  await wall.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** The server looks at its network once a second, so its clock goes on by one: a page that asks from now on is told of this network. */
function networkIs(interfaces: InterfaceAddress[]): void {
  system = interfaces
  aheadMs += 1_000
}

const url = (address: string) => `http://${address}:${wall.app.port}`
const qr = (page: Page, address: string) => page.getByRole('img', { name: `QR code: ${url(address)}/${hosted.session.code}` }).first()
/** The page is looked at again, as after another tab. */
const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

/** A device with the operator's console open. */
async function openConsole(options: { locale?: string; width?: number; height?: number } = {}): Promise<Page> {
  const { locale = 'en-US', width = 1280, height = 800 } = options
  const context = await browser.newContext({ viewport: { width, height }, locale })
  await context.addInitScript(
    ([id, hostToken, wallToken]) => {
      localStorage.setItem('guestwall:operator', 'operator-token-of-the-tests-only')
      localStorage.setItem(`guestwall:host:${id}`, hostToken)
      localStorage.setItem(`guestwall:display:${id}`, wallToken)
    },
    [hosted.session.id, hosted.hostToken, hosted.wallToken] as const,
  )
  const page = await context.newPage()
  await page.goto(`${wall.url}/host/${hosted.session.id}`)
  return page
}

async function openWall(): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en-US' })).newPage()
  await page.goto(`${wall.url}/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  return page
}

describe('the address that guests scan', () => {
  test('is of the real network; the operator chooses another on the console, and console and wall show it', async () => {
    const page = await openConsole()
    const screen = await openWall()
    await qr(page, '10.20.0.15').waitFor()
    await qr(screen, '10.20.0.15').waitFor()
    const adapters = await page.locator('.addresses__adapter').allTextContents()
    expect(adapters.slice(0, 3)).toEqual(['Wi-Fi', 'Ethernet · cable', 'VirtualBox Host-Only Network · virtual machines'])
    expect(
      await page
        .getByRole('radio', { name: /^Wi-Fi/ })
        .first()
        .isChecked(),
    ).toBe(true)
    await page.getByText('virtual: phones can’t reach it').first().waitFor()
    await page.getByRole('radio', { name: /Ethernet · cable.*192\.168\.7\.8/ }).check()
    await qr(page, '192.168.7.8').waitFor()
    await page.getByRole('tab', { name: 'Share' }).click()
    expect(await page.getByRole('textbox', { name: 'Guest address' }).inputValue()).toBe(`${url('192.168.7.8')}/${hosted.session.code}`)
    await lookAgain(screen)
    await qr(screen, '192.168.7.8').waitFor()
    await page.getByText('Phones cannot open it? Choose another network').click()
    await page.getByRole('radio', { name: 'Automatic' }).click()
    await qr(page, '10.20.0.15').waitFor()
    await page.context().close()
    await screen.context().close()
  })

  test('follows the network without a reload, on wall and console', async () => {
    const pages = [await openConsole(), await openWall()]
    for (const page of pages) await qr(page, '10.20.0.15').waitFor()
    networkIs([at('Wi-Fi', '172.20.10.3')])
    for (const page of pages) {
      await lookAgain(page)
      await qr(page, '172.20.10.3').waitFor()
      await page.context().close()
    }
  })

  test('is this computer’s own where it is on no network, and the console says so', async () => {
    networkIs([])
    for (const [locale, said] of [
      ['en-US', /Only this computer can open this address/],
      ['zh-CN', /只有这台电脑能打开这个地址/],
    ] as const) {
      const page = await openConsole({ locale })
      await page.getByText(said).first().waitFor()
      await page.context().close()
    }
  })

  test('a moderator cannot choose it: a moderator’s link gives no operator rights', async () => {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
    await page.goto(`${wall.url}/host/${hosted.session.id}#token=${hosted.hostToken}`)
    await qr(page, '10.20.0.15').waitFor()
    expect(await page.getByRole('radio', { name: /10\.20\.0\.15/ }).count()).toBe(0)
    await page.context().close()
  })

  test.each([
    ['zh-CN', 390, 844],
    ['en-US', 390, 844],
    ['zh-CN', 1280, 800],
  ])('is chosen in %s at %i × %i without anything out of view, and axe finds nothing', async (locale, width, height) => {
    const page = await openConsole({ locale, width, height })
    await page.getByRole('radio').filter({ visible: true }).first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(await allFindings(page, '.addresses')).toEqual([])
    await page.context().close()
  })
})

describe('an address that is nearly right', () => {
  test('leads to the wall: with text pasted behind the link, and by the field of the page for unknown addresses', async () => {
    const { code } = hosted.session
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
    await page.goto(`${wall.url}/${code.toLowerCase().slice(0, 3)}-${code.slice(3)}，快来留言`)
    await page.getByLabel('Your name').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/${code}`)

    const response = await page.goto(`${wall.url}/nothing/here`)
    expect(response?.status()).toBe(404)
    await page.getByText('Page not found').waitFor()
    await page.getByText('没有这个页面').waitFor()
    expect(await allFindings(page)).toEqual([])
    await page.getByLabel('六位码 · Code').fill(`http://192.168.1.23:8787/${code} 等你`)
    await page.getByRole('button', { name: '进入 · Enter' }).click()
    await page.getByLabel('Your name').waitFor()
    await page.context().close()
  })

  test('a code is accepted as people type it: in full width, with a dash, or as the whole link', async () => {
    const { code } = hosted.session
    const wide = Array.from(code, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('')
    for (const typed of [
      wide,
      `${wide.slice(0, 3)}—${wide.slice(3)}`,
      `\u200B${code}`,
      `${wall.url}/${code}`,
      `来留言：${wall.url}/${code}。`,
    ]) {
      const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
      await page.goto(wall.url)
      await page.getByLabel('Code').fill(typed)
      await page.getByRole('button', { name: 'Enter' }).click()
      await page.getByLabel('Your name').waitFor()
      await page.context().close()
    }
  })
})
