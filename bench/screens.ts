import { parseArgs } from 'node:util'
import { HostClient } from '@guestwall/client/host'
import { seededRandom } from '@guestwall/client/testing'
import type { Page } from 'playwright-core'
import { launchChromium } from '../tests/support/chromium.ts'
import { OPERATOR_TOKEN } from '../tests/support/guestwall.ts'
import { createSession, joinSession, post } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { watchEntry } from './lib/watch-entry.ts'
import { atMost, type Figure, told } from './lib/figures.ts'
import { percentile } from './lib/percentile.ts'
import { Progress, report } from './lib/report.ts'
import { weddingText } from './lib/wedding-texts.ts'

/**
 * A host controls a screen in real Chromium, over a real server: from the host's request to the frame in which the screen shows the effect. And a host approves
 * messages at a host's pace: from the request to the frame in which a first part of the message is seen. A wall on which everything is still being read lets
 * a message wait in line (P4); that time is measured apart, with more approvals at once than have a place.
 */

const { values } = parseArgs({ options: { times: { type: 'string', default: '20' }, approvals: { type: 'string', default: '80' } } })
const TIMES = Number(values.times)
const APPROVALS = Number(values.approvals)
const LIMIT_MS = 300
/** Before each approval, also after the last control: 1.25 s in the middle, so that twenty take 25 s. */
const PACE_MS = { from: 700, to: 1_800 }
/** On the wall before, as in the middle of an evening. */
const BEFORE = 60
const AT_ONCE = 30
const READ_MS = 16_000
const GIVE_UP_MS = 120_000

const progress = new Progress()
const random = seededRandom(7)
const server = await ServerProcess.start()
const host = new HostClient({ url: server.url })
const browser = await launchChromium()

/** A session that approves first, with its screen. */
async function openScreen() {
  const hosted = await createSession(server.url, OPERATOR_TOKEN, { title: '林晓 & 陈默', moderation: 'approve' })
  const { id } = hosted.session
  const guest = await joinSession(server.url, id, '来宾')
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(`${server.url}/wall/${id}#token=${hosted.wallToken}`)
  await page.locator('.idle').waitFor()
  let written = 0
  const write = async (): Promise<string> => {
    written += 1
    const body = { session: id, key: `bench-screens-${written}`, content: weddingText(written * 5), guestName: '来宾' }
    return (await post<{ message: { id: string } }>(`${server.url}/api/realtime/messages`, body, guest.token)).message.id
  }
  const writeMany = async (count: number): Promise<string[]> => {
    const ids: string[] = []
    for (let at = 0; at < count; at += 1) ids.push(await write())
    return ids
  }
  return { page, write, writeMany, session: host.session(id, hosted.hostToken), close: () => context.close() }
}
type Screen = Awaited<ReturnType<typeof openScreen>>

/** From the request until the frame in which the selector matches, or does not match any more. */
async function effectMs(page: Page, selector: string, isThere: boolean, request: () => Promise<unknown>): Promise<number> {
  const seen = page.waitForFunction(
    ([wanted, there]) => (document.querySelector(wanted) !== null) === there && performance.timeOrigin + performance.now(),
    [selector, isThere] as const,
    { polling: 'raf' },
  )
  const startMs = performance.timeOrigin + performance.now()
  await request()
  return ((await (await seen).jsonValue()) as number) - startMs
}

interface Entry {
  readonly drawnMs: number
  readonly seenMs: number
  readonly placedMs: number
}

/** From the host's request until these messages enter, are seen, and stand in their places. */
async function approve({ page, session }: Screen, ids: readonly string[]): Promise<Entry[]> {
  const entries = ids.map((id) => page.evaluate(watchEntry, [id, GIVE_UP_MS] as const))
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  const startMs = performance.timeOrigin + performance.now()
  await session.actOnMessages(ids, 'approve')
  return (await Promise.all(entries)).map(({ drawnMs, seenMs, placedMs }) => ({
    drawnMs: drawnMs - startMs,
    seenMs: seenMs - startMs,
    placedMs: placedMs - startMs,
  }))
}

/** One after the other, at a host's pace. */
async function approveAtPace(screen: Screen, count: number, what: string): Promise<Entry[]> {
  const ids = await screen.writeMany(count)
  const entries: Promise<Entry[]>[] = []
  for (const [at, id] of ids.entries()) {
    progress.show(`${what}: ${at} of ${count}`)
    await screen.page.waitForTimeout(PACE_MS.from + random() * (PACE_MS.to - PACE_MS.from))
    entries.push(approve(screen, [id]))
  }
  return (await Promise.all(entries)).flat()
}

const young = await openScreen()
const first = await young.write()
await young.session.actOnMessage(first, 'approve')
await young.page.locator(`[data-message="${first}"]`).waitFor()
const controls: number[] = []
for (let at = 0; at < TIMES; at += 1) {
  progress.show(`controlled ${at} of ${TIMES} times`)
  controls.push(await effectMs(young.page, '.blank', true, () => young.session.controlScreens({ isBlank: true })))
  controls.push(await effectMs(young.page, '.blank', false, () => young.session.controlScreens({ isBlank: false })))
  controls.push(await effectMs(young.page, '.spotlight', true, () => young.session.controlScreens({ spotlight: first })))
  controls.push(await effectMs(young.page, '.spotlight', false, () => young.session.controlScreens({ spotlight: null })))
}
const firstOnes = await approveAtPace(young, 20, 'the first of a wall')
await young.close()

const full = await openScreen()
await full.session.actOnMessages(await full.writeMany(BEFORE), 'approve')
await full.page.waitForTimeout(READ_MS)
const approvals = await approveAtPace(full, APPROVALS, 'approved')
const reported = (await full.session.listScreens()).screens[0]?.pages[0]?.report.deliveryMs ?? null
await full.page.waitForTimeout(READ_MS)
progress.show(`approving ${AT_ONCE} at once`)
const atOnce = await approve(full, await full.writeMany(AT_ONCE))
progress.done()
await browser.close()
await server.stop()

const plain = (name: string, of: readonly number[]): Figure[] => [
  told(`${name}, p50`, percentile(of, 0.5), 'ms'),
  told(`${name}, p95`, percentile(of, 0.95), 'ms'),
]
const limited = (name: string, of: readonly number[]): Figure[] => [
  told(`${name}, p50`, percentile(of, 0.5), 'ms'),
  atMost(`${name}, p95`, percentile(of, 0.95), LIMIT_MS, 'ms'),
]
const seen = (entries: readonly Entry[]): number[] => entries.map(({ seenMs }) => seenMs)
report({
  row: 'screens',
  title: 'Screens: one screen in Chromium at 1920 x 1080, on this machine',
  figures: [
    ...limited(`blank, spotlight, and back, ${TIMES} times each`, controls),
    ...limited(`${APPROVALS} approvals at a host's pace on a full wall, until seen`, seen(approvals)),
    ...plain(
      '  until its entry begins',
      approvals.map(({ drawnMs }) => drawnMs),
    ),
    ...plain(
      '  until it stands in its place',
      approvals.map(({ placedMs }) => placedMs),
    ),
    ...limited('the first 20 messages of a wall, until seen', seen(firstOnes)),
    ...plain(`${AT_ONCE} approved at once wait in line, until seen`, seen(atOnce)),
    told('delivery p95 as the screen reports it', reported ?? Number.NaN, 'ms'),
  ],
})
