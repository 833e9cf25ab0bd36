import type { HostedSession } from '@guestwall/protocol'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { seriousFindings } from '../support/axe.ts'
import { openVenue, type Venue } from './venue.ts'

let venue: Venue
let hosted: HostedSession
beforeAll(async () => {
  venue = await openVenue()
})
beforeEach(async () => {
  hosted = await venue.wall.createSession({ title: 'Ana & Tom' })
})
afterAll(() => venue.stop())

const desktop = (locale = 'en-US') => venue.browser.newContext({ viewport: { width: 1280, height: 900 }, locale })

async function openConsole(context?: BrowserContext, path = `/host/${hosted.session.id}#token=${hosted.hostToken}`): Promise<Page> {
  return venue.open(context ?? (await desktop()), path)
}

async function openShare(context?: BrowserContext): Promise<Page> {
  const console_ = await openConsole(context)
  await console_.getByRole('tab', { name: 'Share' }).click()
  return console_
}

/** A big screen without a link, and the code on it. */
async function openScreen(locale = 'en-US'): Promise<{ screen: Page; code: string }> {
  const context = await venue.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale })
  const screen = await venue.open(context, '/wall')
  return { screen, code: await screen.locator('.join-facts__code').innerText() }
}

async function pair(console_: Page, code: string, name: string): Promise<void> {
  const form = console_.getByRole('form', { name: 'Pair a big screen' })
  await form.getByLabel('Code on the screen').fill(code.toLowerCase())
  await form.getByLabel('Name of the screen').fill(name)
  await form.getByRole('button', { name: 'Pair' }).click()
}

/** By how much the page is wider than its window. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('[CRED-4] a screen without a link shows a code; the host types it, the wall opens; sent away, the screen says so and shows another code', async () => {
  const { screen, code } = await openScreen()
  expect(code).toMatch(/^[A-Z2-9]{6}$/)
  expect(await seriousFindings(screen)).toEqual([])
  const console_ = await openShare()
  await console_.getByText('Helpers and screens', { exact: true }).click()
  await pair(console_, 'ZZZZZZ', 'Stage')
  await console_.getByText('No screen shows this code now.').waitFor()
  await pair(console_, code, 'Stage')
  await screen.getByText('Write the first wish').first().waitFor()
  expect(new URL(screen.url()).pathname).toBe(`/wall/${hosted.session.id}`)
  await screen.reload()
  await screen.getByText('Write the first wish').first().waitFor()

  await console_.getByRole('button', { name: 'Revoke the access of Stage' }).click()
  await console_.getByRole('button', { name: 'Revoke', exact: true }).click()
  await console_.getByText('Stage no longer has access.').waitFor()
  await screen.getByText('The host has removed this screen from the wall.').waitFor()
  await screen.waitForFunction(
    (before) => ![null, undefined, before].includes(document.querySelector('.join-facts__code')?.textContent),
    code,
  )
  expect(new URL(screen.url()).pathname).toBe('/wall')
})

test('[CRED-4] a phone that has opened the console scans the screen, and finds the code filled in', async () => {
  const { screen, code } = await openScreen('zh-CN')
  await screen.getByText('配对这块大屏').waitFor()
  const phone = await venue.phone()
  const before = await openConsole(phone)
  await before.getByText('Three steps, and the wall is live').waitFor()
  await before.close()
  const console_ = await openConsole(phone, `/host#pair=${code}`)
  const form = console_.getByRole('form', { name: 'Pair a big screen' })
  await form.waitFor()
  expect(await form.getByLabel('Code on the screen').inputValue()).toBe(code)
  expect(console_.url()).not.toContain(code)
  await form.getByRole('button', { name: 'Pair' }).click()
  await screen.getByText('写下第一句祝福').first().waitFor()
})

test('[CRED-1] a host gives a helper a link by name; the helper opens the console without the host’s powers, and loses it when revoked', async () => {
  const console_ = await openShare()
  await console_.getByText('Helpers and screens', { exact: true }).click()
  const form = console_.getByRole('form', { name: 'Give a link to a helper' })
  await form.getByLabel('Name').fill('Lily')
  await form.getByRole('button', { name: 'Create link' }).click()
  const link = await form.getByRole('textbox', { name: 'Link for Lily' }).inputValue()
  expect(link.length).toBeLessThan(100)
  await form.getByRole('img', { name: 'Link for Lily' }).waitFor()
  expect(await seriousFindings(console_)).toEqual([])

  const helper = await openConsole(await desktop(), new URL(link).pathname + new URL(link).hash)
  await helper.getByText('Guest address').first().waitFor()
  await helper.getByText('Connected').waitFor()
  await helper.getByText('Helpers and screens', { exact: true }).waitFor({ state: 'detached' })
  // Nothing is offered that would be refused: the settings of the wall, votes, and the way to all walls.
  expect(await helper.getByRole('radio').count()).toBe(0)
  expect(await helper.locator('.console__back').count()).toBe(0)
  await helper.getByRole('tab', { name: /^Votes/ }).click()
  expect(
    await helper
      .getByRole('tabpanel', { name: /^Votes/ })
      .getByRole('button')
      .count(),
  ).toBe(0)
  await console_.getByRole('button', { name: 'Revoke the access of Lily' }).click()
  await console_.getByRole('button', { name: 'Revoke', exact: true }).click()
  await helper.getByText('Connected').waitFor({ state: 'detached' })
})

test('everything about access fits a small phone, works by keyboard, and axe finds nothing serious', async () => {
  const console_ = await openShare(await venue.phone({ width: 320, height: 568 }))
  await console_.getByText('Helpers and screens', { exact: true }).focus()
  await console_.keyboard.press('Enter')
  await console_.getByText('Host · this browser').waitFor()
  const form = console_.getByRole('form', { name: 'Give a link to a helper' })
  await form.getByLabel('Name').focus()
  await console_.keyboard.type('Aunt Rosalind, who sits at the long table by the window')
  await console_.keyboard.press('Enter')
  await form.locator('.problem:not(:empty)').waitFor()
  await form.getByLabel('Name').fill('Rosalind')
  await console_.keyboard.press('Enter')
  await form.getByRole('textbox', { name: 'Link for Rosalind' }).waitFor()
  expect([await overflow(console_), await seriousFindings(console_)]).toEqual([0, []])
})
