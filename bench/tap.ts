import { parseArgs } from 'node:util'
import { launchChromium } from '../tests/support/chromium.ts'
import { OPERATOR_TOKEN } from '../tests/support/guestwall.ts'
import { createSession, joinSession, post } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { Progress, table } from './lib/report.ts'

/**
 * A phone with a slow processor and a long list of messages: from a tap to the next frame (the Event Timing API of Chromium), with the processor slowed
 * down six times and 600 messages loaded.
 */

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '600' },
    times: { type: 'string', default: '8' },
    slower: { type: 'string', default: '6' },
  },
})
const [MESSAGES, TIMES, SLOWER] = [Number(values.messages), Number(values.times), Number(values.slower)]
const LIMIT_MS = 200
const WISHES = [
  '新婚快乐，百年好合！',
  '祝你们永远幸福，一生一世一双人。',
  'Wishing you both a lifetime of love and happiness.',
  '愿你们的家永远有灯、有汤，有人等。',
]

const progress = new Progress()
const server = await ServerProcess.start()
const hosted = await createSession(server.url, OPERATOR_TOKEN, { title: '林晓 & 陈默' })
const crowd = await joinSession(server.url, hosted.session.id, '来宾')
for (let at = 0; at < MESSAGES; at += 1) {
  progress.show(`written ${at} of ${MESSAGES}`)
  const content = `${WISHES[at % WISHES.length]} ${at}`
  const body = { session: hosted.session.id, key: `bench-tap-${at}-key`, content, guestName: `来宾 ${at % 40}` }
  await post(`${server.url}/api/realtime/messages`, body, crowd.token)
}

const browser = await launchChromium()
const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US', isMobile: true, hasTouch: true })
const phone = await context.newPage()
await phone.goto(`${server.url}/${hosted.session.code}`)
await phone.getByRole('button', { name: 'Write a message' }).tap()
await phone.getByLabel('Your message').waitFor()
const older = phone.getByRole('button', { name: 'Older messages' })
await older.waitFor()
const loaded = () => phone.locator('.gw-stream__list > li').count()
for (let before = await loaded(); before < MESSAGES && (await older.count()) > 0; before = await loaded()) {
  progress.show(`loaded ${before} of ${MESSAGES}`)
  await older.evaluate((button) => (button as HTMLButtonElement).click())
  await phone.waitForFunction((known) => document.querySelectorAll('.gw-stream__list > li').length > known, before)
}
const list = await loaded()
await phone.evaluate(() => {
  const taps: number[] = []
  Object.assign(globalThis, { taps })
  new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries()) taps.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
})
const session = await context.newCDPSession(phone)
await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })

/** The slowest event of each tap. An event under 16 ms is not told. */
async function slowest(tap: () => Promise<unknown>): Promise<number> {
  await phone.evaluate(() => void ((globalThis as unknown as { taps: number[] }).taps.length = 0))
  await tap()
  await phone.waitForTimeout(700)
  return phone.evaluate(() => Math.max(0, ...(globalThis as unknown as { taps: number[] }).taps))
}

const field = phone.getByLabel('Your message')
const TAPS: Readonly<Record<string, () => Promise<unknown>>> = {
  'the tab of the votes': () => phone.getByRole('tab', { name: 'Votes' }).tap(),
  'the tab of the messages': () => phone.getByRole('tab', { name: 'Messages' }).tap(),
  'the field': () => field.tap(),
  'a letter': () => phone.keyboard.press('a'),
  Send: () => phone.getByRole('button', { name: 'Send' }).tap(),
}
const took = new Map<string, number[]>(Object.keys(TAPS).map((name) => [name, []]))
for (let at = 0; at < TIMES; at += 1) {
  for (const [name, tap] of Object.entries(TAPS)) {
    progress.show(`tapped ${at} of ${TIMES} times`)
    took.get(name)?.push(await slowest(tap))
  }
}
progress.done()
await browser.close()
await server.stop()

const percentile = (of: readonly number[], part: number): number =>
  [...of].sort((left, right) => left - right)[Math.min(of.length - 1, Math.ceil(of.length * part) - 1)] ?? 0
const all = [...took.values()].flat()
console.log(`Tap: a phone in Chromium, processor ${SLOWER} times slower, ${list} messages loaded, ${TIMES} times each, on this machine\n`)
console.log(
  table([
    ...[...took].map(([name, ms]) => [name, `p50 ${percentile(ms, 0.5)} ms, slowest ${percentile(ms, 1)} ms`] as const),
    ['limit of p95 of all', `${LIMIT_MS} ms`],
    ['p95 of all', `${percentile(all, 0.95)} ms`],
  ]),
)
process.exitCode = percentile(all, 0.95) <= LIMIT_MS ? 0 : 1
