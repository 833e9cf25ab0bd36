import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { launchChromium } from '../tests/support/chromium.ts'
import { OPERATOR_TOKEN } from '../tests/support/guestwall.ts'
import { createSession } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { atMost, told } from './lib/figures.ts'
import { percentile } from './lib/percentile.ts'
import { Progress, report } from './lib/report.ts'

/**
 * "Look up": from the frame in which a screen shows a guest's message to the frame in which the guest's phone says so. A screen and a phone in
 * Chromium, over a real server. Both pages read one clock.
 */

const { values } = parseArgs({ options: { times: { type: 'string', default: '20' } } })
const TIMES = Number(values.times)
const LIMIT_MS = 500
/** Between two messages: a card is read that long before another one may take its place, and a guest may write no faster. */
const BETWEEN_MS = 6_500

const progress = new Progress()
const server = await ServerProcess.start()
const hosted = await createSession(server.url, OPERATOR_TOKEN, { title: '林晓 & 陈默' })
const browser = await launchChromium()
const hall = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' })
const screen = await hall.newPage()
await screen.goto(`${server.url}/wall/${hosted.session.id}#token=${hosted.wallToken}`)
await screen.locator('.idle').waitFor()
const pocket = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true })
const phone = await pocket.newPage()
await phone.goto(`${server.url}/${hosted.session.code}`)
await phone.locator('.entry__submit, .entry form button').first().click()
const field = phone.locator('.gw-composer__field')
await field.waitFor()

/** The moment of the frame in which an element of the page that matches the selector has this text. */
function frameWith(page: Page, selector: string, text: string): Promise<number> {
  return page
    .waitForFunction(
      ([wanted, words]) => {
        const isThere = [...document.querySelectorAll(wanted)].some((element) => element.textContent?.includes(words))
        return isThere && performance.timeOrigin + performance.now()
      },
      [selector, text] as const,
      { polling: 'raf', timeout: 60_000 },
    )
    .then((moment) => moment.jsonValue() as Promise<number>)
}

const saidMs: number[] = []
const queuedMs: number[] = []
for (let at = 0; at < TIMES; at += 1) {
  progress.show(`looked up ${at} of ${TIMES} times`)
  const text = `第 ${at + 1} 句祝福`
  const shown = frameWith(screen, '[data-message]', text)
  const said = frameWith(phone, '.gw-note--showing', text)
  await field.fill(text)
  const sentMs = Date.now()
  await phone.locator('.gw-composer__send').click()
  const [shownMs, knownMs] = await Promise.all([shown, said])
  saidMs.push(knownMs - shownMs)
  queuedMs.push(shownMs - sentMs)
  await phone.waitForTimeout(BETWEEN_MS)
}
progress.done()
await browser.close()
await server.stop()

report({
  row: 'lookup',
  title: `Look up: one screen at 1920 x 1080 and one phone in Chromium, ${TIMES} messages, on this machine`,
  figures: [
    told('on the screen to said on the phone, p50', percentile(saidMs, 0.5), 'ms'),
    atMost('on the screen to said on the phone, at most', percentile(saidMs, 1), LIMIT_MS, 'ms'),
    told('sent to on the screen, p50', percentile(queuedMs, 0.5), 'ms'),
    told('sent to on the screen, p95', percentile(queuedMs, 0.95), 'ms'),
  ],
})
