import { HostClient } from '@guestwall/client/host'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from '../support/axe.ts'
import { openVenue, type Venue } from './venue.ts'

/** The rules of moderation on the console. */

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

const WORDS = {
  'en-US': { title: 'Rules', refuse: 'Refuse', undo: 'Undo', add: 'Add', tryIt: 'Try', refused: 'It is refused.' },
  'zh-CN': { title: '审核规则', refuse: '拒收', undo: '撤销', add: '添加', tryIt: '试一试', refused: '会被拒收。' },
} as const

test.each([
  ['en-US', 1280],
  ['zh-CN', 320],
] as const)('[H3] [MOD-8] a host edits the rules in %s at %i px: each change is saved at once and taken back', async (locale, width) => {
  const { title, refuse, undo, add, tryIt, refused } = WORDS[locale]
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  const host = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  const context = await venue.browser.newContext({
    viewport: { width, height: 640 },
    locale,
    hasTouch: width < 400,
    isMobile: width < 400,
  })
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.locator('.console__tabs [role=tab]').first().waitFor()
  await page
    .locator(width < 400 ? '[role=tab][id*="screens"]' : '[role=tab][id*="messages"]')
    .first()
    .click()
  await page.getByRole('button', { name: title, exact: true }).click()
  const panel = page.getByRole('dialog')
  // The choice shows when it is saved: `check` would look before.
  await panel.getByRole('radio', { name: refuse }).first().click()
  await expect.poll(async () => (await host.getSettings()).filter.word).toBe('refuse')
  await panel.locator('summary').nth(1).click()
  await panel.getByRole('textbox').first().fill('紫色大象, orange elephant')
  await panel.getByRole('button', { name: add, exact: true }).first().click()
  await panel.getByText('orange elephant', { exact: true }).waitFor()
  expect((await host.getSettings()).filter.words).toEqual([])
  await panel.getByRole('textbox').last().fill('紫色大象')
  await panel.getByRole('button', { name: tryIt, exact: true }).click()
  await panel.getByText(refused).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  if (process.env['LOOK'] !== undefined) await page.screenshot({ path: `${process.env['LOOK']}/rules-${width}.png` })
  await panel.getByRole('button', { name: undo, exact: true }).click()
  await expect.poll(async () => (await host.getSettings()).filter.refusedWords).toEqual([])
  await context.close()
})
