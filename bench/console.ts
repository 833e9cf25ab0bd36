import { parseArgs } from 'node:util'
import { launchChromium } from '../tests/support/chromium.ts'
import { OPERATOR_TOKEN } from '../tests/support/guestwall.ts'
import { createSession, joinSession, post } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { atMost, told } from './lib/figures.ts'
import { percentile } from './lib/percentile.ts'
import { Progress, report } from './lib/report.ts'

/**
 * A host with a phone in one hand approves what waits, one card at a time, in real Chromium with the processor of a phone. Meanwhile new messages
 * come. Taken are the time until the last message is on the wall, and from each tap to the next card.
 */

const { values } = parseArgs({
  options: {
    approvals: { type: 'string', default: '20' },
    /** The time in which a person reads a card and reaches the button, in milliseconds. */
    think: { type: 'string', default: '700' },
    /** How many times slower than this machine the phone is. */
    slower: { type: 'string', default: '4' },
  },
})
const APPROVALS = Number(values.approvals)
const THINK_MS = Number(values.think)
const NEWER = 5
const LIMIT_S = 25

const progress = new Progress()
const server = await ServerProcess.start()
const hosted = await createSession(server.url, OPERATOR_TOKEN, { title: '林晓 & 陈默', moderation: 'approve' })
let written = 0
async function write(): Promise<void> {
  const { token } = await joinSession(server.url, hosted.session.id, `来宾 ${written}`)
  written += 1
  const body = {
    session: hosted.session.id,
    key: `bench-console-${written}`,
    content: `祝你们幸福，第 ${written} 句`,
    guestName: `来宾 ${written}`,
  }
  await post(`${server.url}/api/realtime/messages`, body, token)
}
for (let at = 0; at < APPROVALS; at += 1) await write()

const browser = await launchChromium()
const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', isMobile: true, hasTouch: true })
const page = await phone.newPage()
const devices = await phone.newCDPSession(page)
await devices.send('Emulation.setCPUThrottlingRate', { rate: Number(values.slower) })
await page.goto(`${server.url}/host/${hosted.session.id}#token=${hosted.hostToken}`)
const card = page.locator('.cards__card .cards__text')
const show = page.locator('.cards__show')
await card.waitFor()

const taps: number[] = []
const startMs = performance.now()
for (let at = 0; at < APPROVALS; at += 1) {
  progress.show(`approved ${at} of ${APPROVALS}`)
  await page.waitForTimeout(THINK_MS)
  if (at % Math.ceil(APPROVALS / NEWER) === 0) await write()
  const before = await card.textContent()
  const tapMs = performance.now()
  await show.tap()
  await page.waitForFunction((text) => document.querySelector('.cards__card .cards__text')?.textContent !== text, before)
  taps.push(performance.now() - tapMs)
}
await page.waitForFunction((count) => document.querySelector('#tab-shown .queue__count')?.textContent === String(count), APPROVALS)
const seconds = (performance.now() - startMs) / 1000
progress.done()
await browser.close()
await server.stop()

report({
  row: 'console',
  title: `Console: ${APPROVALS} approvals on a phone, ${values.slower} times slower than this machine, ${THINK_MS} ms to read and reach each card`,
  figures: [
    atMost('until the last one is on the wall', seconds, LIMIT_S, 's', 1),
    told('tap to the next card, p50', percentile(taps, 0.5), 'ms'),
    told('tap to the next card, at most', percentile(taps, 1), 'ms'),
    told('messages that came meanwhile', written - APPROVALS),
  ],
})
