import { parseArgs } from 'node:util'
import { HostClient } from '@guestwall/client/host'
import type { Page } from 'playwright-core'
import { launchChromium } from '../tests/support/chromium.ts'
import { OPERATOR_TOKEN } from '../tests/support/guestwall.ts'
import { createSession, joinSession, post } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { Progress, table } from './lib/report.ts'

/**
 * A host controls a screen in real Chromium, over a real server: from the host's request to the frame in which the screen shows the effect. And a host approves
 * messages: from the request to the frame with the message.
 */

const { values } = parseArgs({ options: { times: { type: 'string', default: '20' } } })
const TIMES = Number(values.times)
const LIMIT_MS = 300
/** Between two approvals: a card is read that long before another one may take its place. */
const BETWEEN_MS = 3_200

const progress = new Progress()
const server = await ServerProcess.start()
const hosted = await createSession(server.url, OPERATOR_TOKEN, { title: '林晓 & 陈默', moderation: 'approve' })
const sessionId = hosted.session.id
const host = new HostClient({ url: server.url }).session(sessionId, hosted.hostToken)
const guest = await joinSession(server.url, sessionId, '来宾')
let written = 0
async function write(): Promise<string> {
  written += 1
  const body = { session: sessionId, key: `bench-screens-${written}`, content: `第 ${written} 句`, guestName: '来宾' }
  return (await post<{ message: { id: string } }>(`${server.url}/api/realtime/messages`, body, guest.token)).message.id
}

const browser = await launchChromium()
const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' })
const screen = await context.newPage()
await screen.goto(`${server.url}/wall/${sessionId}#token=${hosted.wallToken}`)
await screen.locator('.idle').waitFor()

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

const first = await write()
await host.actOnMessage(first, 'approve')
await screen.locator(`[data-message="${first}"]`).waitFor()
const controls: number[] = []
for (let at = 0; at < TIMES; at += 1) {
  progress.show(`controlled ${at} of ${TIMES} times`)
  controls.push(await effectMs(screen, '.blank', true, () => host.controlScreens({ isBlank: true })))
  controls.push(await effectMs(screen, '.blank', false, () => host.controlScreens({ isBlank: false })))
  controls.push(await effectMs(screen, '.spotlight', true, () => host.controlScreens({ spotlight: first })))
  controls.push(await effectMs(screen, '.spotlight', false, () => host.controlScreens({ spotlight: null })))
}
const approvals: number[] = []
for (let at = 0; at < TIMES; at += 1) {
  progress.show(`approved ${at} of ${TIMES}`)
  const id = await write()
  await screen.waitForTimeout(BETWEEN_MS)
  approvals.push(await effectMs(screen, `[data-message="${id}"]`, true, () => host.actOnMessage(id, 'approve')))
}
const reported = (await host.listScreens()).screens[0]?.pages[0]?.report.deliveryMs ?? null
progress.done()
await browser.close()
await server.stop()

const percentile = (of: readonly number[], part: number): number =>
  [...of].sort((left, right) => left - right)[Math.min(of.length - 1, Math.ceil(of.length * part) - 1)] ?? 0
const figures = (of: readonly number[]): string =>
  [0.5, 0.95, 1].map((part) => `p${part * 100} ${percentile(of, part).toFixed(0)} ms`).join(', ')
console.log(`Screens: one screen in Chromium at 1920 x 1080, ${TIMES} times each, on this machine\n`)
console.log(
  table([
    ['blank, spotlight, and back', figures(controls)],
    ['approved to on the screen', figures(approvals)],
    ['delivery p95 as the screen reports it', reported === null ? 'none' : `${reported} ms`],
    ['limit of both p95', `${LIMIT_MS} ms`],
  ]),
)
process.exitCode = Math.max(percentile(controls, 0.95), percentile(approvals, 0.95)) <= LIMIT_MS ? 0 : 1
