import { aScreenReport, VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import type { SocketListener } from '../types.ts'
import { type ReportAnswer, ReportSocket } from './report-socket.ts'
import { ServerTime } from './server-time.ts'

function start() {
  const clock = new VirtualClock()
  const sent: { ref: number; report: { waiting: number } }[] = []
  const answers: ReportAnswer[] = []
  const heard: string[] = []
  let server: SocketListener | undefined
  const reporter = new ReportSocket({
    page: 'p1',
    clock,
    onAnswer: (answer) => answers.push(answer),
    socket: (_url, _subprotocol, listener) => {
      server = listener
      return { send: (text) => sent.push(JSON.parse(text)), close: () => {} }
    },
  })
  const connect = () => {
    reporter.open?.('ws://wall', 'guestwall.v1', { onOpen() {}, onText: (text) => heard.push(text), onClose() {} })
    say({ type: 'welcome' })
  }
  const say = (frame: object) => server?.onText(JSON.stringify(frame))
  const acknowledge = (wallTimeMs = 0) => say({ type: 'ack', ref: sent.at(-1)?.ref, reported: { wallTimeMs } })
  return { clock, reporter, sent, answers, heard, connect, say, acknowledge, close: () => server?.onClose(1006) }
}

test('[SCREEN-4] nothing is reported before the welcome, and after the end of the connection', () => {
  const { reporter, sent, connect, close } = start()
  reporter.report(aScreenReport())
  expect(sent).toEqual([])
  connect()
  reporter.report(aScreenReport({ waiting: 1 }))
  close()
  reporter.report(aScreenReport({ waiting: 2 }))
  expect(sent).toMatchObject([{ type: 'reportScreen', page: 'p1', report: { waiting: 1 } }])
})

test('[SCREEN-4] one report is under way at a time, and the newest of those that wait follows it', () => {
  const { reporter, sent, connect, acknowledge, clock } = start()
  connect()
  for (const waiting of [1, 2, 3]) reporter.report(aScreenReport({ waiting }))
  expect(sent.map(({ report }) => report.waiting)).toEqual([1])
  acknowledge()
  expect(sent.map(({ report }) => report.waiting)).toEqual([1, 3])
  reporter.report(aScreenReport({ waiting: 4 }))
  // The answer is lost.
  clock.advance(5_000)
  expect(sent.map(({ report }) => report.waiting)).toEqual([1, 3, 4])
})

test('[SCREEN-4] answers to reports are not for the client; everything else is, and the refusal of a report ends the wait for it', () => {
  const { reporter, sent, heard, answers, connect, say, acknowledge } = start()
  connect()
  reporter.report(aScreenReport({ waiting: 1 }))
  acknowledge(1_000)
  reporter.report(aScreenReport({ waiting: 2 }))
  say({ type: 'error', ref: sent.at(-1)?.ref, code: 'rate_limited', message: '', retryable: true })
  reporter.report(aScreenReport({ waiting: 3 }))
  expect(sent).toHaveLength(3)
  expect(answers.map(({ wallTimeMs }) => wallTimeMs)).toEqual([1_000])
  for (const frame of [
    { type: 'ack', ref: 1 },
    { type: 'online', count: 2 },
    { type: 'error', code: 'forbidden', message: '', retryable: false },
  ])
    say(frame)
  expect(heard.map((text) => JSON.parse(text).type)).toEqual(['welcome', 'ack', 'online', 'error'])
})

test('[SCREEN-4] a report that came too soon is sent again when it may be, unless there is a newer one', () => {
  const { reporter, sent, connect, say, clock } = start()
  connect()
  const tooSoon = () => say({ type: 'error', ref: sent.at(-1)?.ref, code: 'rate_limited', message: '', retryable: true, retryAfterMs: 150 })
  reporter.report(aScreenReport({ waiting: 1 }))
  tooSoon()
  clock.advance(149)
  expect(sent).toHaveLength(1)
  clock.advance(1)
  tooSoon()
  reporter.report(aScreenReport({ waiting: 2 }))
  clock.advance(150)
  expect(sent.map(({ report }) => report.waiting)).toEqual([1, 1, 2])
})

test('[SCREEN-4] a server of an earlier version, which refuses a queue, gets the same report without it, and no queue on this connection', () => {
  const { reporter, sent, connect, say, acknowledge, close } = start()
  const queues = () => sent.map(({ report }) => (report as { queue?: string }).queue)
  connect()
  reporter.report(aScreenReport({ queue: '7 1' }))
  say({ type: 'error', ref: sent.at(-1)?.ref, code: 'bad_request', message: '', retryable: false })
  acknowledge()
  reporter.report(aScreenReport({ queue: '8' }))
  say({ type: 'error', ref: sent.at(-1)?.ref, code: 'bad_request', message: '', retryable: false })
  expect(queues()).toEqual(['7 1', undefined, undefined])
  close()
  connect()
  reporter.report(aScreenReport({ queue: '9' }))
  expect(queues().at(-1)).toBe('9')
})

test('[SCREEN-5] the time of the server is known from the answer with the shortest way, whatever the clock of the page says', () => {
  const time = new ServerTime()
  expect(time.timeAt(0)).toBeNull()
  // The server is 1,000,000 ms ahead. A way of 400 ms that is slow in one direction misleads by 150 ms.
  time.add({ sentMs: 100, answeredMs: 500, wallTimeMs: 1_000_450 })
  expect(time.timeAt(1_000)).toBe(1_001_150)
  time.add({ sentMs: 1_000, answeredMs: 1_020, wallTimeMs: 1_001_010 })
  expect(time.timeAt(2_000)).toBe(1_002_000)
  time.add({ sentMs: 2_000, answeredMs: 3_000, wallTimeMs: 1_002_900 })
  expect(time.timeAt(3_000)).toBe(1_003_000)
})
