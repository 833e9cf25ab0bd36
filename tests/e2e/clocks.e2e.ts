import { type Clock, systemClock, Tokens } from '@guestwall/server'
import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OPERATOR_TOKEN, TOKEN_SECRET } from '../support/guestwall.ts'
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

/** `/host/{id}` in a browser of its own, with the host link or signed in as the operator. */
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
  await desk.getByRole('button', { name: 'Skip the steps' }).click()
  for (const [index, ms] of [-8 * 60 * MINUTE_MS, 10 * MINUTE_MS].entries()) {
    aheadMs = ms
    const come = await GuestPage.join(venue, hosted, `New ${index}`)
    const written = [polling, bySocket, come].map((guest, place) => ({ guest, text: `Words ${index}-${place}` }))
    for (const { guest, text } of written) await guest.write(text)
    for (const { guest, text } of written) await guest.message(text).locator('.gw-state--shown').waitFor()
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
  /** A credential as an earlier version signed it. */
  const signed = (role: 'host' | 'wall') =>
    new Tokens(TOKEN_SECRET, 30, clock).issue({ sessionId: hosted.session.id, id: `${role}-of-before`, name: 'Host', role })

  test('[CRED-1] have no end: a console and a wall open after 400 days, also in the operator’s browser', async () => {
    aheadMs = 400 * DAY_MS
    const desk = await openConsole(moderatorPath())
    await desk.getByRole('tab', { name: 'Share' }).click()
    await desk.getByRole('textbox', { name: 'Guest address' }).waitFor()
    expect(await desk.getByText(/good until/).count()).toBe(0)
    await (await venue.screen(hosted)).getByText('林晓 & 陈默').first().waitFor()
    const operators = await openConsole('/host')
    await operators.getByRole('textbox').first().fill(OPERATOR_TOKEN)
    await operators.keyboard.press('Enter')
    await operators.getByRole('button', { name: /林晓/ }).first().click()
    await operators.getByRole('tab', { name: 'Share' }).click()
    await operators.getByRole('textbox', { name: 'Display link' }).waitFor()
  })

  test('of an earlier version say until when they are good', async () => {
    const desk = await openConsole(`/host/${hosted.session.id}#token=${await signed('host')}`)
    await desk.getByRole('tab', { name: 'Share' }).click()
    await desk.getByText(/^The host link is good until /).waitFor()
  })

  test('a wall screen whose link is refused tries it again each minute, and shows the wall when it is accepted', async () => {
    const token = await signed('wall')
    aheadMs = 400 * DAY_MS
    const context = await venue.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en-US' })
    await context.clock.install()
    const screen = await venue.open(context, `/wall/${hosted.session.id}#token=${token}`)
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
