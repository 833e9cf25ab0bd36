import { HostClient } from '@guestwall/client/host'
import type { HostedSession, MessageStatus } from '@guestwall/protocol'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from '../support/axe.ts'
import { post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

/** A host with a phone in one hand: what a sheet offers, and the way back from it. */

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

/** A wall with one guest and one message. */
async function openHall(moderation: 'approve' | 'off') {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', moderation })
  const { guest, token } = await venue.wall.join(hosted.session.id, 'Lily')
  const body = { session: hosted.session.id, key: 'key-of-the-wish', content: 'A long life', guestName: 'Lily' }
  await post(`${venue.wall.url}/api/realtime/messages`, body, token)
  const host = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  const status = async (): Promise<MessageStatus | undefined> => (await host.listMessages()).messages[0]?.status
  const standing = async () => (await host.listGuests()).guests.find(({ id }) => id === guest.id)
  return { hosted, status, standing }
}

async function open(hosted: HostedSession, tab: string, options: Parameters<Venue['phone']>[0] = {}): Promise<Page> {
  const page = await venue.open(await venue.phone(options), `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.locator(tab).click()
  return page
}

/** The point in the middle of an element belongs to it: nothing lies over it. */
async function isInSight(element: Locator): Promise<boolean> {
  return element.evaluate((target) => {
    const { left, top, width, height } = target.getBoundingClientRect()
    return target.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50))
}

test('[H2] the sheet of a message has the acts of its row and on its author; each act closes it, and the way back is in sight', async () => {
  const { hosted, status, standing } = await openHall('approve')
  const page = await open(hosted, '#tab-messages')
  const more = page.locator('.cards__more .gw-button').last()
  await page.locator('.cards__card').getByText('A long life').waitFor()
  await more.click()
  const sheet = page.getByRole('dialog')
  for (const name of ['Show', 'Reject', 'Pin', 'Enlarge']) await sheet.getByRole('button', { name, exact: true }).waitFor()
  await sheet.getByRole('button', { name: 'Mute: Lily' }).click()
  await sheet.waitFor({ state: 'detached' })
  const undo = page.getByRole('button', { name: 'Undo: unmute' })
  await undo.waitFor()
  expect(await isInSight(undo)).toBe(true)
  expect((await standing())?.isMuted).toBe(true)
  await undo.click()
  await until(async () => (await standing())?.isMuted === false)
  await more.click()
  await sheet.getByRole('button', { name: 'Reject', exact: true }).click()
  await sheet.waitFor({ state: 'detached' })
  await until(async () => (await status()) === 'rejected')
  await page.context().close()
})

test('[H4] a guest is banned in its sheet, which has the way back itself; with the ban its messages come back', async () => {
  const { hosted, status, standing } = await openHall('off')
  const page = await open(hosted, '#tab-guests')
  const row = page.locator('.guest-row')
  await row.waitFor()
  // How the guest came, how much it wrote and when last are in the row.
  for (const fact of ['source', 'messages', 'last']) expect(await row.locator(`.guest-row__${fact}`).isVisible()).toBe(true)
  await row.locator('.guest-row__open').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Ban', exact: true }).click()
  const undo = sheet.getByRole('button', { name: 'Undo: unban' })
  await undo.waitFor()
  expect([await isInSight(undo), (await standing())?.isBanned, await status()]).toEqual([true, true, 'rejected'])
  await undo.click()
  await until(async () => (await status()) === 'shown')
  expect((await standing())?.isBanned).toBe(false)
  await page.context().close()
})

test.each([
  ['en-US', 390, 844, 'Screen'],
  ['zh-CN', 320, 640, '大屏'],
] as const)(
  '[SCREEN-5] in %s at %i × %i the strip says how a screen is; its picture and its acts are a tap away, and axe finds nothing serious',
  async (locale, width, height, name) => {
    const { hosted } = await openHall('off')
    const screen = await venue.screen(hosted)
    await screen.locator('[data-message]').first().waitFor()
    const page = await open(hosted, '#tab-messages', { locale, width, height })
    const strip = page.locator('.screen-strip__screen')
    await strip.locator('.screen__backlog--well').waitFor()
    expect(await strip.locator('bdi').textContent()).toBe(name)
    const look = async () => {
      expect(await seriousFindings(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
    await strip.click()
    const sheet = page.getByRole('dialog')
    await sheet.locator('.thumbnail').waitFor()
    const acts = sheet.locator('.screen > .screen__acts .screen__act')
    const sizes = await acts.evaluateAll((all) => all.map((each) => Math.min(each.clientWidth, each.clientHeight)))
    expect([sizes.length, sizes.every((size) => size >= 43)]).toEqual([4, true])
    await look()
    await acts.nth(3).click()
    await screen.locator('.blank').waitFor()
    await acts.nth(3).click()
    await screen.locator('.blank').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.locator('#tab-screens').click()
    await page.locator('#panel-screens .thumbnail').waitFor()
    await look()
    await page.context().close()
    await screen.context().close()
  },
)

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
