import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { type PollAnswer, POLL } from '@guestwall/protocol'
import { build } from 'hdr-histogram-js'
import { joinSession } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { exactly, told } from './lib/figures.ts'
import { LOAD_CORE, pin, SERVER_CORE } from './lib/pin.ts'
import { Progress, report } from './lib/report.ts'
import { writeAsHost } from './lib/write-as-host.ts'

/**
 * Guests without a socket: each has a long poll that waits, and asks again at once. Taken are the time from a message's send to its answer at each of them,
 * and the server's processor time of an answer. Then the same guests poll without waiting, as fast as they are answered, where nothing is new.
 */

const { values } = parseArgs({
  options: {
    guests: { type: 'string', default: '500' },
    rate: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
  },
})
const [GUESTS, RATE, SECONDS] = [Number(values.guests), Number(values.rate), Number(values.seconds)]
const WAIT_S = 20
const EMPTY_MS = 3_000
const DRAIN_MS = 5_000
/** Polls without news at one time. */
const AT_ONCE = 50

const progress = new Progress()
const server = await ServerProcess.start()
pin(server.pid, SERVER_CORE)
pin(process.pid, LOAD_CORE)
const hosted = await server.createSession()
const { session } = hosted
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
const tokens: string[] = []
for (let index = 0; index < GUESTS; index += 1) {
  tokens.push((await joinSession(server.url, session.id, `Guest ${index}`)).token)
  progress.show(`${index + 1} of ${GUESTS} guests`)
}

const total = RATE * SECONDS
const sentAtMs = new Float64Array(total)
const latency = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })
let answers = 0
let delivered = 0
let isOver = false
const [epoch, start] = await currentPosition()
const readers = tokens.map(readLong)
await new Promise((resolve) => setTimeout(resolve, 500))
const before = server.cpuMicros()
const startMs = performance.now()
for (let sent = 0; sent < total; ) {
  const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1_000) * RATE) + 1)
  for (; sent < due; sent += 1) {
    sentAtMs[sent] = performance.now()
    void writeAsHost(server.url, hosted, `bench-key-${sent}`, `~${sent}~ ${'x'.repeat(90)}`)
  }
  progress.show(`sent ${sent} of ${total}, delivered ${delivered}`)
  await new Promise((resolve) => setTimeout(resolve, 2))
}
const giveUpMs = performance.now() + DRAIN_MS
while (delivered < total * GUESTS && performance.now() < giveUpMs) await new Promise((resolve) => setTimeout(resolve, 5))
const after = server.cpuMicros()
const answered = answers
isOver = true
// The polls that still wait get an answer.
await writeAsHost(server.url, hosted, 'bench-key-last', 'over')
await Promise.all(readers)

const [, head] = await currentPosition()
let empty = 0
const emptyBefore = server.cpuMicros()
const emptyUntilMs = performance.now() + EMPTY_MS
await Promise.all(
  tokens.slice(0, AT_ONCE).map(async (token) => {
    for (; performance.now() < emptyUntilMs; empty += 1) await poll(token, `epoch=${epoch}&lastEventId=${head}`)
  }),
)
const emptyAfter = server.cpuMicros()
progress.done()
const each = (from: number | null, to: number | null, count: number) => (from === null || to === null ? Number.NaN : (to - from) / count)
report({
  row: 'poll',
  title: `Polls: ${GUESTS} guests without a socket, ${RATE} messages a second for ${SECONDS} s; embedded store`,
  figures: [
    exactly('deliveries by long poll', delivered, total * GUESTS),
    told('send to answer, p50', latency.getValueAtPercentile(50) / 1_000, 'ms', 1),
    told('send to answer, p99', latency.getValueAtPercentile(99) / 1_000, 'ms', 1),
    told('server CPU of an answer', each(before, after, answered), 'µs'),
    told('polls without news a second', empty / (EMPTY_MS / 1_000)),
    told('  server CPU of each', each(emptyBefore, emptyAfter, empty), 'µs'),
  ],
})
await server.stop()
process.exit()

async function currentPosition(): Promise<[epoch: string, lastEventId: number]> {
  const answer = await poll(tokens[0] as string, '')
  if (!('snapshot' in answer)) throw new Error('a poll without a position gets a snapshot')
  return [answer.snapshot.epoch, answer.snapshot.lastEventId]
}

async function readLong(token: string): Promise<void> {
  for (let position = start; !isOver; ) {
    const answer = await poll(token, `epoch=${epoch}&lastEventId=${position}&wait=${WAIT_S}`)
    const nowMs = performance.now()
    answers += 1
    if (!('events' in answer)) throw new Error('a poll with a position gets events')
    position = answer.to
    for (const event of answer.events) {
      const number = Number(/"content":"~(\d+)~/.exec(JSON.stringify(event))?.[1] ?? Number.NaN)
      if (Number.isNaN(number)) continue
      delivered += 1
      latency.recordValue(Math.max(1, Math.round((nowMs - (sentAtMs[number] as number)) * 1_000)))
    }
  }
}

function poll(token: string, query: string): Promise<PollAnswer> {
  return new Promise((resolve, reject) => {
    const path = `${POLL.path}?session=${session.id}&${query}`
    const headers = { authorization: `Bearer ${token}` }
    request({ agent, host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const text = Buffer.concat(parts).toString()
        if (response.statusCode === 200) resolve(JSON.parse(text) as PollAnswer)
        else reject(new Error(`${path}: ${response.statusCode} ${text}`))
      })
    })
      .on('error', reject)
      .end()
  })
}
