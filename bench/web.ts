import { parseArgs } from 'node:util'
import type { HostedSession } from '@guestwall/protocol'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { LAN_NAME } from '../tests/e2e/venue.ts'
import { chromiumOptions, launchChromium } from '../tests/support/chromium.ts'
import { freePort } from '../tests/support/free-port.ts'
import { OPERATOR_TOKEN } from '../tests/support/guestwall.ts'
import { createSession, joinSession, post } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { atLeast, atMost, type Figure, told } from './lib/figures.ts'
import { lighthouse } from './lib/lighthouse.ts'
import { percentile } from './lib/percentile.ts'
import { Progress, report } from './lib/report.ts'
import { startSlowLine } from './lib/slow-line.ts'
import { measureTaps } from './lib/taps.ts'

/**
 * The pages in real Chromium: what a phone loads before it can write, when it is usable on a slow line, how soon it answers a tap with a long list
 * of messages and a slow processor, and what Lighthouse says of every page.
 */

const { values } = parseArgs({
  options: {
    /** `load`, `tap` or `lighthouse`; all by default. */
    part: { type: 'string', default: '' },
    messages: { type: 'string', default: '600' },
    times: { type: 'string', default: '8' },
    slower: { type: 'string', default: '6' },
  },
})
const [MESSAGES, TIMES, SLOWER] = [Number(values.messages), Number(values.times), Number(values.slower)]
const LOADS = 3
/** One score is that of a moment: the middle one of several counts, as Lighthouse itself advises. */
const LIGHTHOUSE_RUNS = 3
/** The build holds it, too (apps/web/guest-budget.ts). */
const FIRST_LOAD_BYTES = 60 * 1024
const USABLE_MS = 2_000
const TAP_MS = 200
const SCORE = 0.95
const SLOW_LINE = { bytesPerSecond: 400_000 / 8, roundTripMs: 400 }
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const LOCALES = ['zh-CN', 'en-US'] as const
const WISHES = [
  '新婚快乐，百年好合！',
  '祝你们永远幸福，一生一世一双人。',
  'Wishing you both a lifetime of love and happiness.',
  '愿你们的家永远有灯、有汤，有人等。',
]

const progress = new Progress()
const figures: Figure[] = []
const isAsked = (part: string): boolean => values.part === '' || values.part === part

const server = await ServerProcess.start()
const hosted = await createSession(server.url, OPERATOR_TOKEN, { title: '林晓 & 陈默', subtitle: '2026 · 11 · 22 · 杭州' })
await write(hosted, isAsked('tap') ? MESSAGES : 20)
if (isAsked('load')) await measureLoads()
if (isAsked('tap')) await measureLongList()
if (isAsked('lighthouse')) await measureWithLighthouse()
progress.done()
await server.stop()
report({ row: 'web', title: 'Pages: Chromium on this machine', figures })

async function write({ session }: HostedSession, count: number): Promise<void> {
  const crowd = await joinSession(server.url, session.id, '来宾')
  for (let at = 0; at < count; at += 1) {
    progress.show(`written ${at} of ${count}`)
    const content = `${WISHES[at % WISHES.length]} ${at}`
    const body = { session: session.id, key: `bench-web-${at}-key`, content, guestName: `来宾 ${at % 40}` }
    await post(`${server.url}/api/realtime/messages`, body, crowd.token)
  }
}

/** A first visit on a slow line, over an address without TLS as in a hall's network: from the address to the form, and from the tap to the field. */
async function measureLoads(): Promise<void> {
  const line = await startSlowLine(server.port, SLOW_LINE)
  const browser = await launchChromium({ args: [`--host-resolver-rules=MAP ${LAN_NAME} 127.0.0.1`] })
  for (const locale of LOCALES) {
    const usableMs: number[] = []
    const insideMs: number[] = []
    let bytes = 0
    for (let at = 0; at < LOADS; at += 1) {
      progress.show(`${locale}: loaded ${at} of ${LOADS} times`)
      const context = await browser.newContext({ ...PHONE, locale })
      const phone = await context.newPage()
      const loaded = await countBytes(context, phone)
      await phone.addInitScript(noteFrames)
      await phone.goto(`http://${LAN_NAME}:${line.port}/${hosted.session.code}`, { waitUntil: 'commit' })
      usableMs.push(await momentOf(phone, '.entry__submit'))
      bytes = loaded()
      const tappedMs = await phone.evaluate(() => performance.now())
      await phone.locator('.entry__submit').tap()
      insideMs.push((await momentOf(phone, '.gw-composer__field')) - tappedMs)
      await context.close()
    }
    figures.push(
      atMost(`${locale}: bytes until the page can be used, compressed`, bytes, FIRST_LOAD_BYTES, 'B'),
      atMost(`${locale}: until it can be used, at 400 kbit/s and 400 ms, the slowest of ${LOADS}`, Math.max(...usableMs), USABLE_MS, 'ms'),
      told(`${locale}:   from the tap to the field for a message`, `${Math.max(...insideMs).toFixed(0)} ms`),
    )
  }
  await browser.close()
  await line.close()
}

/** The bytes of the answers that a page has loaded so far, as they came, with their heads. */
async function countBytes(context: BrowserContext, page: Page): Promise<() => number> {
  const devTools = await context.newCDPSession(page)
  await devTools.send('Network.enable')
  let bytes = 0
  // What came of the page itself is told at its end alone.
  devTools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  return () => bytes
}

/** Runs in the page before its own scripts: notes the first frame with what is waited for. */
function noteFrames(): void {
  const firstMs: Record<string, number> = {}
  Object.assign(globalThis, { firstMs })
  // No function here has a name: the compiler would need a helper that the page has not.
  new MutationObserver(() => {
    for (const selector of ['.entry__submit', '.gw-composer__field']) {
      if (document.querySelector(selector) === null) continue
      requestAnimationFrame((nowMs) => {
        firstMs[selector] ??= nowMs
      })
    }
  }).observe(document, { childList: true, subtree: true })
}

async function momentOf(page: Page, selector: string): Promise<number> {
  const moment = await page.waitForFunction(
    (wanted) => (globalThis as unknown as { firstMs: Record<string, number> }).firstMs[wanted],
    selector,
  )
  return (await moment.jsonValue()) as number
}

async function measureLongList(): Promise<void> {
  const browser = await launchChromium()
  const context = await browser.newContext({ ...PHONE, locale: 'en-US' })
  const phone = await context.newPage()
  await phone.goto(`${server.url}/${hosted.session.code}`)
  await phone.getByRole('button', { name: 'Write a message' }).tap()
  await phone.getByLabel('Your message').waitFor()
  const older = phone.getByRole('button', { name: 'Older messages' })
  await older.waitFor()
  const loaded = () => phone.locator('.gw-stream [data-view-key]').count()
  for (let before = await loaded(); before < MESSAGES && (await older.count()) > 0; before = await loaded()) {
    progress.show(`loaded ${before} of ${MESSAGES}`)
    await older.evaluate((button) => (button as HTMLButtonElement).click())
    await phone.waitForFunction((known) => document.querySelectorAll('.gw-stream [data-view-key]').length > known, before)
  }
  const list = await loaded()
  await (await context.newCDPSession(phone)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const took = await measureTaps(phone, TIMES, (done) => progress.show(`tapped ${done} of ${TIMES} times`))
  figures.push(
    ...[...took].map(([name, ms]) => told(`  ${name}`, `p50 ${percentile(ms, 0.5)} ms, slowest ${percentile(ms, 1)} ms`)),
    atMost(
      `tap to frame, p95 of all: ${list} messages, processor ${SLOWER} times slower`,
      percentile([...took.values()].flat(), 0.95),
      TAP_MS,
      'ms',
    ),
  )
  await browser.close()
}

async function measureWithLighthouse(): Promise<void> {
  for (const locale of LOCALES) {
    const debuggerPort = await freePort()
    const context = await chromium.launchPersistentContext('', {
      ...chromiumOptions([`--remote-debugging-port=${debuggerPort}`, `--lang=${locale}`, `--accept-lang=${locale}`]),
      viewport: null,
    })
    const measure = async (name: string, visit: { url: string; as: 'mobile' | 'desktop'; keepsStorage?: boolean }) => {
      const runs: Awaited<ReturnType<typeof lighthouse>>[] = []
      for (let run = 1; run <= LIGHTHOUSE_RUNS; run += 1) {
        progress.show(`Lighthouse: ${name}, ${locale}, ${run} of ${LIGHTHOUSE_RUNS}`)
        runs.push(await lighthouse({ ...visit, debuggerPort }))
      }
      const { scores, lost } = middleOf(runs, (run) => Math.min(...Object.values(run.scores)))
      const each = Object.entries(scores).map(([category, score]) => `${category} ${score.toFixed(2)}`)
      figures.push(
        atLeast(
          `Lighthouse: ${name}, ${locale}, the lowest score, the middle of ${LIGHTHOUSE_RUNS} runs`,
          Math.min(...Object.values(scores)),
          SCORE,
          '',
          2,
        ),
        told('  scores', each.join(', ')),
      )
      if (lost.length > 0) figures.push(told('  lost at', lost.join(', ')))
    }
    const guestUrl = `${server.url}/${hosted.session.code}`
    await measure('the invitation on a phone', { url: guestUrl, as: 'mobile' })
    const page = await context.newPage()
    await page.goto(guestUrl)
    await page.locator('.entry__submit').click()
    await page.locator('.gw-composer__field').waitFor()
    await page.close()
    await measure('the wall on a phone', { url: guestUrl, as: 'mobile', keepsStorage: true })
    await measure('the console', { url: `${server.url}/host/${hosted.session.id}#token=${hosted.hostToken}`, as: 'desktop' })
    await measure('the screen', { url: `${server.url}/wall/${hosted.session.id}#token=${hosted.wallToken}`, as: 'desktop' })
    await context.close()
  }
}

/** The one of an odd number of them whose value is in the middle. */
function middleOf<Of>(all: readonly Of[], valueOf: (one: Of) => number): Of {
  return [...all].sort((one, other) => valueOf(one) - valueOf(other))[Math.floor(all.length / 2)] as Of
}
