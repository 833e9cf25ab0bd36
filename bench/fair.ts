import { fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Vote, WallMessage } from '@guestwall/protocol'
import { systemClock, Tokens } from '@guestwall/server'
import { build, type Histogram } from 'hdr-histogram-js'
import { TOKEN_SECRET } from '../tests/support/guestwall.ts'
import { post } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { atLeast, atMost, exactly, type Figure, told } from './lib/figures.ts'
import { Progress, report } from './lib/report.ts'

/**
 * A neighbour who floods, against a server with the limits that it has by default. Guests who were here before post, a host removes what they
 * posted, and `/healthz` is asked; meanwhile one device does its worst, first by ever new guests (each joins, posts, and votes when it may,
 * at the ceiling for joins), then by one ballot that is acknowledged and repeated on many sockets. Taken are the acknowledgements of the
 * guests and of the host, and what of the flood came through.
 */

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    guests: { type: 'string', default: '60' },
    sockets: { type: 'string', default: '60' },
    database: { type: 'string' },
  },
})
const SECONDS = Number(values.seconds)
const GUESTS = Number(values.guests)
const SOCKETS = Number(values.sockets)
/** Of the flood, asked for every second: the ceiling for joins. */
const JOINS_PER_SECOND = 300
/** Each guest who was here before posts this often: within its own allowance. */
const POST_EVERY_MS = 2_500
const REMOVE_EVERY_MS = 250
const REPEAT_EVERY_MS = 20
const LIMIT_MS = 250

const progress = new Progress()
const server = await ServerProcess.start({
  environment: {
    TOKEN_SECRET,
    // With the limits of a real one: an empty variable is its default.
    ...Object.fromEntries(
      [
        'GUEST_POSTS_PER_MINUTE',
        'SESSION_POSTS_PER_SECOND',
        'JOINS_PER_SECOND',
        'CONNECTS_PER_SECOND',
        'NEWCOMER_SECONDS',
        'BALLOT_AFTER_SECONDS',
        'GUEST_REQUESTS_PER_SECOND',
        'GUEST_SOCKETS',
        'ADDRESS_REQUESTS_PER_SECOND',
      ].map((name) => [name, '']),
    ),
    ...(values.database === undefined ? {} : { DATABASE_URL: values.database }),
  },
})
const { session, hostToken } = await server.createSession()
const tokens = new Tokens(TOKEN_SECRET, 1, systemClock)
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
let lastKey = 0
const newKey = () => `bench-fair-${(lastKey += 1)}`

interface Answer {
  readonly status: number
  readonly body: string
}

function ask(method: string, path: string, token: string | null, body: object | null): Promise<Answer> {
  return new Promise((resolve) => {
    const text = body === null ? '' : JSON.stringify(body)
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    }
    const asked = request({ agent, host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }))
      response.on('error', () => resolve({ status: 0, body: '' }))
    })
    asked.on('error', () => resolve({ status: 0, body: '' }))
    asked.end(text)
  })
}

const newHistogram = () => build({ lowestDiscernibleValue: 1, highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: 3 })
/** The results of the harmless clients in one phase. */
class Measured {
  readonly posts = newHistogram()
  readonly removals = newHistogram()
  readonly health = newHistogram()
  posted = 0
  refused = 0
  /** Of one core. */
  serverShare = 0
  removalsRefused = 0
}
let measured = new Measured()
const shown: string[] = []

/** Guests who were here before: their ids do not say when they joined. */
async function openGuest(index: number): Promise<() => void> {
  const token = await tokens.issue({ sessionId: session.id, id: `hall-${index}`, name: '小明', role: 'guest' })
  const sentAtMs = new Map<number, number>()
  let ref = 0
  const socket = await RawReader.open(server.port, session.id, (payload) => {
    // `{"type":"ack"…` and `{"type":"error"…`: told by the tenth and eleventh byte; events and snapshots are not parsed.
    const [first, second] = [payload[9], payload[10]]
    const isAck = first === 0x61 && second === 0x63
    if (!isAck && !(first === 0x65 && second === 0x72)) return
    const frame = JSON.parse(payload.toString()) as { ref: number; message?: WallMessage }
    measured.posts.recordValue(Math.max(1, Math.round((performance.now() - (sentAtMs.get(frame.ref) ?? 0)) * 1000)))
    if (isAck) measured.posted += 1
    else measured.refused += 1
    if (frame.message !== undefined) shown.push(frame.message.id)
  })
  socket.send({ type: 'hello', token })
  const say = () => {
    ref += 1
    sentAtMs.set(ref, performance.now())
    socket.send({ type: 'sendMessage', ref, key: newKey(), content: '新婚快乐', guestName: '小明' })
  }
  let timer: ReturnType<typeof setInterval> | undefined
  const start = setTimeout(
    () => {
      say()
      timer = setInterval(say, POST_EVERY_MS)
    },
    (index / GUESTS) * POST_EVERY_MS,
  )
  return () => {
    clearTimeout(start)
    clearInterval(timer)
    socket.close()
  }
}

/** Runs `act` again and again, not waiting for it; the answer ends it. */
function again(everyMs: number, act: () => Promise<unknown>): () => void {
  const timer = setInterval(() => void act(), everyMs)
  return () => clearInterval(timer)
}

async function timed(histogram: Histogram, act: () => Promise<Answer>): Promise<Answer> {
  const startMs = performance.now()
  const answer = await act()
  histogram.recordValue(Math.max(1, Math.round((performance.now() - startMs) * 1000)))
  return answer
}

async function removeNewest(): Promise<void> {
  const id = shown.pop()
  if (id === undefined) return
  const { status } = await timed(measured.removals, () => ask('POST', `/api/host/messages/${id}/remove`, hostToken, { key: newKey() }))
  if (status !== 200) measured.removalsRefused += 1
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets the flood run for the time of a phase, with everybody else at work. */
async function phase(name: string, flood: () => () => void): Promise<Measured> {
  const stopFlood = flood()
  await sleep(2_000)
  measured = new Measured()
  const cpuAtStart = server.cpuMicros() ?? 0
  const startMs = performance.now()
  for (let second = 0; second < SECONDS; second += 1) {
    progress.show(`${name}: ${second} of ${SECONDS} s`)
    await sleep(1_000)
  }
  const result = measured
  result.serverShare = ((server.cpuMicros() ?? 0) - cpuAtStart) / 1e6 / ((performance.now() - startMs) / 1000)
  measured = new Measured()
  stopFlood()
  await sleep(1_000)
  return result
}

const { vote } = await post<{ vote: Vote }>(
  `${server.url}/api/host/sessions/${session.id}/votes`,
  { key: newKey(), question: '今晚谁先哭？', options: ['新郎', '新娘'] },
  hostToken,
)
await post(`${server.url}/api/host/votes/${vote.id}/open`, { key: newKey() }, hostToken)
const cast = (token: string, key: string) => ask('PUT', `/api/realtime/votes/${vote.id}/ballot`, token, { key, optionIds: ['o1'] })

const leave = await Promise.all(Array.from({ length: GUESTS }, (_, index) => openGuest(index)))
const stops = [again(REMOVE_EVERY_MS, removeNewest), again(100, () => timed(measured.health, () => ask('GET', '/healthz', null, null)))]
const quiet = await phase('nobody floods', () => () => {})

interface Newcomers {
  readonly joined: number
  readonly posted: number
  readonly refused: number
  readonly ballots: number
}
let newcomers: Newcomers = { joined: 0, posted: 0, refused: 0, ballots: 0 }
const flooded = await phase('ever new guests', () => {
  const script = fileURLToPath(new URL('lib/newcomers-flood.ts', import.meta.url))
  const flood = fork(script, [String(server.port), session.id, vote.id, String(JOINS_PER_SECOND)])
  flood.on('message', (came: Newcomers) => {
    newcomers = came
    flood.disconnect()
  })
  return () => flood.send('tell')
})

const repeats = { sent: 0, answered: 0, refused: 0, closed: 0 }
const repeatToken = await tokens.issue({ sessionId: session.id, id: 'repeats', name: '小明', role: 'guest' })
const repeatKey = newKey()
await cast(repeatToken, repeatKey)
const repeaters = await Promise.all(
  Array.from({ length: SOCKETS }, async () => {
    const socket = await RawReader.open(server.port, session.id, (payload) => {
      if (payload[9] === 0x61 && payload[10] === 0x63) repeats.answered += 1
      else if (payload[9] === 0x65 && payload[10] === 0x72) repeats.refused += 1
    })
    socket.send({ type: 'hello', token: repeatToken })
    return socket
  }),
)
const repeated = await phase('one ballot repeated', () =>
  again(REPEAT_EVERY_MS, async () => {
    for (const socket of repeaters) {
      if (socket.isClosed) continue
      repeats.sent += 1
      socket.send({ type: 'castVote', ref: 1, key: repeatKey, voteId: vote.id, optionIds: ['o1'] })
    }
  }),
)
repeats.closed = repeaters.filter(({ isClosed }) => isClosed).length
for (const stop of [...stops, ...leave]) stop()
for (const socket of repeaters) socket.close()
progress.done()

const store = values.database === undefined ? 'embedded store (SQLite, synchronous=FULL)' : 'PostgreSQL'
report({
  row: 'fair',
  title: `A neighbour who floods: ${GUESTS} guests who were here before, ${SECONDS} s each, default limits; ${store}; server and load generator share this machine`,
  figures: [
    ...figuresOf('nobody floods', quiet),
    ...figuresOf('one device makes ever new guests', flooded),
    told(
      '  of the flood',
      `${newcomers.joined} joined, ${newcomers.posted} messages taken, ${newcomers.refused} refused, ${newcomers.ballots} ballots`,
    ),
    ...figuresOf(`one acknowledged ballot, repeated on ${SOCKETS} sockets`, repeated),
    told(
      '  of the flood',
      `${repeats.sent} sent, ${repeats.answered} carried out, ${repeats.refused} refused, ${repeats.closed} sockets closed`,
    ),
  ],
})
agent.destroy()
await server.stop()
process.exit()

function figuresOf(name: string, result: typeof quiet): Figure[] {
  const ms = (histogram: Histogram, percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
  const late = (what: string, histogram: Histogram) => [
    told(`  ${what}, p50`, ms(histogram, 50), 'ms'),
    atMost(`  ${what}, p99`, ms(histogram, 99), LIMIT_MS, 'ms'),
  ]
  return [
    atLeast(`${name}: guests’ messages taken`, result.posted, 1, ''),
    exactly('  refused', result.refused, 0),
    ...late('acknowledgement', result.posts),
    exactly('  the host’s removals refused', result.removalsRefused, 0),
    ...late('a removal', result.removals),
    ...late('/healthz', result.health),
    told('  server CPU, of a core', result.serverShare * 100, '%'),
  ]
}
