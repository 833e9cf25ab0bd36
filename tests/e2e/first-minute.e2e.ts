import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from '../support/axe.ts'
import { screenFaults } from '../support/screen-faults.ts'
import { openVenue, type Venue } from './venue.ts'

/** The first minute of a host with a new wall: three steps that only real events tick. */

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

const step = (page: Page, title: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) })
const current = (page: Page) => page.locator('[aria-current="step"] h3').textContent()

async function faults(page: Page): Promise<string[]> {
  return [...(await seriousFindings(page)), ...(await page.evaluate(screenFaults))]
}

async function write(hosted: HostedSession, content: string): Promise<void> {
  const { token } = await venue.wall.join(hosted.session.id, 'Toasting Magpie')
  const response = await fetch(`${venue.wall.url}/api/realtime/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session: hosted.session.id, key: `first-minute-${hosted.session.code}`, content, guestName: 'Toasting Magpie' }),
  })
  expect(response.status).toBe(201)
}

test('[H1] each step is ticked by its event: a phone, a screen that is paired by its code, a message that the host approves here; then the steps are gone for good', async () => {
  const hosted = await venue.wall.createSession({ title: 'Ana & Tom', moderation: 'approve' })
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByText('Phones must be on the same Wi-Fi').waitFor()
  expect(await current(page)).toBe('Scan with your phone')
  await step(page, 'Scan with your phone').getByText('No phone yet').waitFor()
  expect(await faults(page)).toEqual([])

  await write(hosted, 'Our first wish')
  await step(page, 'Scan with your phone')
    .getByText(/^Joined \d+:\d\d:\d\d/)
    .waitFor()
  await page.getByText('Toasting Magpie joined.').waitFor()
  await page.getByText('Phones must be on the same Wi-Fi').waitFor({ state: 'detached' })
  expect(await current(page)).toBe('Open the big screen')
  await step(page, 'Send one from your phone').getByText('Our first wish').waitFor()
  await step(page, 'Send one from your phone').getByText('Waiting for your approval').waitFor()

  const screens = await venue.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en-US' })
  const screen = await venue.open(screens, '/wall')
  await page.getByRole('textbox', { name: 'Screen code' }).fill(await screen.locator('.join-facts__code').innerText())
  await page.keyboard.press('Enter')
  await step(page, 'Open the big screen')
    .getByText(/^Opened \d+:\d\d:\d\d/)
    .waitFor()
  expect(await current(page)).toBe('Send one from your phone')

  await page.reload()
  await page.getByRole('button', { name: 'Show: Toasting Magpie, “Our first wish”' }).click()
  await screen.getByText('Our first wish').first().waitFor()
  await page.getByRole('heading', { name: 'The wall is live' }).waitFor()
  expect(await page.locator('[aria-current="step"]').count()).toBe(0)
  await page.getByRole('tab', { name: /^Messages/ }).click()
  await page.getByRole('tab', { name: 'Start' }).waitFor({ state: 'detached' })
  await page.reload()
  await page.getByText('Connected', { exact: true }).waitFor()
  expect(await page.getByRole('tab', { name: 'Start' }).count()).toBe(0)
  await screens.close()
  await context.close()
})

test('[H1] on a small phone in Chinese the steps fit, errands lead to their part and back, and skipping is for good', async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', moderation: 'approve' })
  const phone = await venue.phone({ width: 320, height: 568, locale: 'zh-CN' })
  const page = await venue.open(phone, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByText('手机要和这台电脑在同一个 Wi-Fi').waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: '请帮手' }).click()
  await page.getByRole('form', { name: '给帮手一个链接' }).waitFor()
  await page.getByRole('tab', { name: '开始' }).click()
  await page.getByRole('button', { name: '跳过引导' }).click()
  await page.getByRole('tab', { name: '开始' }).waitFor({ state: 'detached' })
  await page.reload()
  await page.getByText('连接正常').waitFor()
  expect(await page.getByRole('tab', { name: '开始' }).count()).toBe(0)
  await phone.close()
})

test('no page reported an error: no script threw, no policy was broken', () => {
  expect(venue.complaints).toEqual([])
})
