import type { HostedSession } from '@guestwall/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { screenFaults } from '../support/screen-faults.ts'
import { PASS, startTcpProxy } from '../support/tcp-proxy.ts'
import type { UpgradeMode } from '../support/upgrade-proxy.ts'
import { post } from '../support/http-calls.ts'
import { GuestPage, intercept, letThrough, openVenue, type Venue } from './venue.ts'

/** How soon things come is held by the client's tests, in virtual time. Here they come, by the way that is open. */

let venue: Venue
let hosted: HostedSession
beforeAll(async () => {
  venue = await openVenue()
})
beforeEach(async () => {
  venue.network.upgrades = 'pass'
  hosted = await venue.wall.createSession({ title: 'Bad network' })
})
afterEach(async () => {
  for (const context of venue.browser.contexts()) await context.close()
})
afterAll(() => venue.stop())

/** Another guest, whose network is good, writes. */
async function otherWrites(text: string): Promise<void> {
  const { token } = await venue.wall.join(hosted.session.id, 'Other')
  const key = `other-${Math.random().toString(36).slice(2).padEnd(10, '0')}`
  await post(`${venue.wall.url}/api/realtime/messages`, { session: hosted.session.id, key, content: text, guestName: 'Other' }, token)
}

/** The log as the server has it: each text, in order. */
async function logged(): Promise<string[]> {
  const log = await venue.wall.store.readEvents(hosted.session.id, 0, 10_000)
  return (log?.events ?? []).map(({ event }) => (event.data as { content: string }).content)
}

test.each([
  ['cut', () => venue.network.cut()],
  ['swallowed without a word', () => venue.network.swallow()],
])(
  '[CONN-3] [SYNC-5] with the socket %s, messages of both sides arrive over HTTP, none lost, none doubled, in the log’s order',
  async (_, harm) => {
    const guest = await GuestPage.join(venue, hosted, 'Lily')
    await guest.write('Before')
    await guest.message('Before').locator('.gw-state--shown').waitFor()
    venue.network.upgrades = 'hang'
    harm()
    await otherWrites('Theirs, meanwhile')
    await guest.write('Mine, meanwhile')
    // A swallowing network is noticed by the first command that stays without an answer.
    await guest.message('Theirs, meanwhile').waitFor()
    await guest.message('Mine, meanwhile').locator('.gw-state--shown').waitFor()
    venue.network.upgrades = 'pass'
    venue.network.cut()
    await expect.poll(() => venue.network.open()).toBe(1)
    await guest.write('After')
    await guest.message('After').locator('.gw-state--shown').waitFor()
    expect(await guest.texts()).toEqual(await logged())
    expect(new Set(await logged()).size).toBe(4)
  },
)

test('[CONN-3] after the socket is cut another guest’s message comes by HTTP', async () => {
  const guest = await GuestPage.join(venue, hosted, 'Lily')
  await guest.write('Before')
  await guest.message('Before').locator('.gw-state--shown').waitFor()
  venue.network.upgrades = 'refuse'
  venue.network.cut()
  await otherWrites('Soon there')
  await guest.message('Soon there').waitFor()
})

test('[CONN-2] [CONN-9] after five failed tries the client goes on by HTTP, shows no notice while answers come in time, and returns to the socket by itself', async () => {
  const guest = await GuestPage.join(venue, hosted, 'Lily')
  await guest.write('Connected')
  await guest.message('Connected').locator('.gw-state--shown').waitFor()
  const before = venue.network.attempts()
  venue.network.upgrades = 'refuse'
  venue.network.cut()
  await expect.poll(() => venue.network.attempts() - before).toBeGreaterThanOrEqual(5)
  await guest.banner(/Reconnecting|Slow network/).waitFor({ state: 'detached' })
  await guest.write('In fallback')
  await guest.message('In fallback').locator('.gw-state--shown').waitFor()
  venue.network.upgrades = 'pass'
  await expect.poll(() => venue.network.open()).toBe(1)
})

/** So many polls of a browser may wait on the server at one time. */
const MOST_WAITING = 3

test('[CONN-9] nine tabs of one browser without WebSocket never hold all of its connections: each opens and sends', async () => {
  venue.network.upgrades = 'refuse'
  const context = await venue.phone()
  const first = await GuestPage.join(venue, hosted, 'Lily', context)
  const tabs = [first]
  while (tabs.length < 9) {
    const tab = new GuestPage(await venue.open(context, `/${hosted.session.code}`))
    await tab.page.getByLabel('Your message').waitFor()
    tabs.push(tab)
  }
  for (const [at, tab] of tabs.entries()) await tab.write(`From tab ${at}`)
  for (const [at] of tabs.entries()) await first.message(`From tab ${at}`).locator('.gw-state--shown').waitFor()
  await expect.poll(() => venue.network.mostWaiting()).toBeGreaterThan(0)
  expect(venue.network.mostWaiting()).toBeLessThanOrEqual(MOST_WAITING)
})

test.each<UpgradeMode>(['refuse', 'hang', 'silence'])(
  '[CONN-3] with WebSocket blocked from the first moment (%s) the page works',
  async (mode) => {
    venue.network.upgrades = mode
    await otherWrites('Already there')
    const guest = await GuestPage.join(venue, hosted, 'Lily')
    await guest.message('Already there').waitFor()
    await guest.write('Works')
    await guest.message('Works').locator('.gw-state--shown').waitFor()
  },
)

test('[SEND-6] a page that is killed with unsent messages sends each exactly once when it opens again', async () => {
  const context = await venue.phone()
  const requests = await intercept(context, '**/api/**')
  const guest = await GuestPage.join(venue, hosted, 'Lily', context)
  await guest.write('Sent before')
  await guest.message('Sent before').locator('.gw-state--shown').waitFor()
  // The network is gone in both ways: nothing gets through, nothing comes back.
  requests.handle = (route) => route.abort()
  venue.network.upgrades = 'hang'
  venue.network.cut()
  const unsent = ['First unsent', 'Second unsent', 'Third unsent']
  for (const text of unsent) {
    await guest.write(text)
    await guest.message(text).getByText('Sending').waitFor()
  }
  await guest
    .banner(/3 waiting to send/)
    .or(guest.page.getByText('3 waiting to send'))
    .first()
    .waitFor()
  await guest.page.close({ runBeforeUnload: false })

  requests.handle = letThrough
  venue.network.upgrades = 'pass'
  const again = new GuestPage(await venue.open(context, `/${hosted.session.code}`))
  for (const text of unsent) await again.message(text).locator('.gw-state--shown').waitFor()
  expect(await again.texts()).toEqual(['Sent before', ...unsent])
  expect(await logged()).toEqual(['Sent before', ...unsent])
})

test('[G3] the draft survives a reload', async () => {
  const guest = await GuestPage.join(venue, hosted, 'Lily')
  await guest.page.getByLabel('Your message').fill('Half a wish')
  await guest.page.reload()
  await guest.page.getByLabel('Your message').waitFor()
  expect(await guest.page.getByLabel('Your message').inputValue()).toBe('Half a wish')
})

test('[P7] the wall keeps its picture over a loss and goes on by itself', async () => {
  const screen = await venue.screen(hosted)
  await otherWrites('Stays')
  await screen.getByText('Stays').first().waitFor()
  venue.network.upgrades = 'refuse'
  venue.network.cut()
  await screen.getByText('Stays').first().waitFor()
  await otherWrites('Comes meanwhile')
  await screen.getByText('Comes meanwhile').first().waitFor()
  venue.network.upgrades = 'pass'
  await expect.poll(() => venue.network.open()).toBe(1)
  await otherWrites('Comes after')
  await screen.getByText('Comes after').first().waitFor()
})

test('[CONN-10] [P7] a network that freezes without a word is said by wall and console, and both come back by themselves', async () => {
  const proxy = await startTcpProxy({ port: venue.wall.app.port })
  try {
    const url = `http://127.0.0.1:${proxy.port}`
    const screen = await venue.screen(hosted, { url })
    const context = await venue.browser.newContext({ locale: 'en-US' })
    const host = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`, url)
    await host.getByText('Connected', { exact: true }).waitFor()
    await otherWrites('Stays')
    await screen.getByText('Stays').first().waitFor()
    proxy.setBoth({ kind: 'blackhole' })
    // Within 5 s: tests/simulation/frozen.test.ts.
    await Promise.all([host, screen].map((page) => page.getByText('Cannot reach the server, reconnecting').waitFor()))
    await screen.getByText('Stays').first().waitFor()
    // The sign lies over no other text, on no shape of screen.
    for (const [width, height] of [
      [1920, 1080],
      [1024, 768],
      [1080, 1920],
    ] as const) {
      await screen.setViewportSize({ width, height })
      await expect.poll(() => screen.evaluate(screenFaults)).toEqual([])
    }
    proxy.setBoth(PASS)
    await host.getByText('Connected', { exact: true }).waitFor()
    await screen.getByText('Cannot reach the server, reconnecting').waitFor({ state: 'detached' })
    await otherWrites('Comes after')
    await screen.getByText('Comes after').first().waitFor()
  } finally {
    await proxy.close()
  }
})

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
