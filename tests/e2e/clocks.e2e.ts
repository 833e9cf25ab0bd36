import { type Clock, systemClock } from '@guestwall/server'
import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OPERATOR_TOKEN } from '../support/guestwall.ts'
import { GuestPage, openVenue, type Venue } from './venue.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** The pages try a refused link again this often. */
const TRY_AGAIN_MS = MINUTE_MS

let aheadMs = 0
/** The server's date is what a test says; time passes as it does. */
const clock: Clock = { ...systemClock, wallTime: () => Date.now() + aheadMs }

let venue: Venue
let hosted: HostedSession
beforeAll(async () => {
  venue = await openVenue({ clock })
})
afterAll(() => venue.stop())
beforeEach(async () => {
  aheadMs = 0
  hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
})

/** `/host/{id}` in a browser of its own, with the moderator link or signed in as the operator. */
async function openConsole(path: string): Promise<Page> {
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  return venue.open(context, path)
}

const moderatorPath = () => `/host/${hosted.session.id}#token=${hosted.hostToken}`

test('the server’s date is set back by eight hours and on by ten minutes: guests, the wall and the console go on, by socket and by polling, and new ones come', async () => {
  const withoutSockets = await venue.phone()
  await withoutSockets.addInitScript('delete globalThis.WebSocket')
  const polling = await GuestPage.join(venue, hosted, 'By polling', withoutSockets)
  const bySocket = await GuestPage.join(venue, hosted, 'By socket')
  const screen = await venue.screen(hosted)
  const desk = await openConsole(moderatorPath())
  await desk.getByRole('textbox', { name: 'Guest address' }).waitFor()
  for (const [index, ms] of [-8 * 60 * MINUTE_MS, 10 * MINUTE_MS].entries()) {
    aheadMs = ms
    const come = await GuestPage.join(venue, hosted, `New ${index}`)
    const written = [polling, bySocket, come].map((guest, place) => ({ guest, text: `Words ${index}-${place}` }))
    for (const { guest, text } of written) await guest.write(text)
    for (const { guest, text } of written) await guest.message(text).getByText('On the wall').waitFor()
    for (const page of [screen, desk]) await page.getByText(`Words ${index}-0`).first().waitFor()
    // Every page comes back with the credential that it has.
    await polling.page.reload()
    await desk.reload()
    await polling.message(`Words ${index}-1`).waitFor()
    await desk.getByText(`Words ${index}-1`).first().waitFor()
    for (const page of [polling.page, bySocket.page, screen, desk]) expect(await page.getByText(/expired/).count()).toBe(0)
  }
})

describe('links of hosts and screens', () => {
  test('a console that was bookmarked in the operator’s browser opens after the kept links have ended, and says until when the new ones are good', async () => {
    const desk = await openConsole('/host')
    await desk.getByRole('textbox').first().fill(OPERATOR_TOKEN)
    await desk.keyboard.press('Enter')
    await desk.getByRole('button', { name: /林晓/ }).first().click()
    await desk.getByRole('textbox', { name: 'Guest address' }).waitFor()
    const goodUntil = () => desk.getByText(/links are good until/).textContent()
    expect(await goodUntil()).toContain(String(new Date().getFullYear() + 1))
    aheadMs = 400 * DAY_MS
    await desk.reload()
    await desk.getByRole('textbox', { name: 'Guest address' }).waitFor()
    await expect.poll(goodUntil).toContain(String(new Date(Date.now() + aheadMs + 365 * DAY_MS).getFullYear()))
  })

  test('a moderator’s console says until when its own link is good', async () => {
    const desk = await openConsole(moderatorPath())
    await desk.getByText(/^The moderator link is good until /).waitFor()
  })

  test('a wall screen whose link is refused tries it again each minute, and shows the wall when it is accepted', async () => {
    aheadMs = 400 * DAY_MS
    const context = await venue.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en-US' })
    await context.clock.install()
    const screen = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
    await screen.getByText(/expired/).waitFor()
    await screen.clock.fastForward(TRY_AGAIN_MS)
    await screen.getByText(/expired/).waitFor()
    aheadMs = 0
    await expect
      .poll(async () => {
        await screen.clock.fastForward(TRY_AGAIN_MS)
        return screen.getByText('林晓 & 陈默').count()
      })
      .toBeGreaterThan(0)
    await context.close()
  })
})

test('no page reported an error: no script threw, no policy was broken', () => {
  expect(venue.complaints).toEqual([])
})
