import { parseArgs } from 'node:util'
import { systemClock, Tokens } from '@guestwall/server'
import type { Vote, VotePayload } from '@guestwall/protocol'
import { build } from 'hdr-histogram-js'
import { TOKEN_SECRET } from '../tests/support/guestwall.ts'
import { post } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { atMost, exactly, told } from './lib/figures.ts'
import { drawLatency, Progress, report } from './lib/report.ts'

/**
 * A hall votes at one word: every guest sends one ballot over a WebSocket of its own, all at the same moment, and every one of these
 * sockets also reads the wall. Taken are the time until the last is acknowledged, each acknowledgement from its ballot's sending, and
 * how far the published tally is behind: from the moment a ballot is acknowledged to the moment a reader has a tally that counts it.
 * Guests come in waves where there are more of them than sockets: a wave's sockets leave, the next wave's come, and only the voting is
 * timed.
 */

const { values } = parseArgs({
  options: {
    ballots: { type: 'string', default: '10000' },
    sockets: { type: 'string', default: '2000' },
    options: { type: 'string', default: '4' },
    database: { type: 'string' },
  },
})
const BALLOTS = Number(values.ballots)
const SOCKETS = Math.min(BALLOTS, Number(values.sockets))
const OPTIONS = Number(values.options)
/** Hellos at one time. */
const JOINS = 200
/** Ballots that leave in one turn of the loop: answers that come meanwhile are taken at their arrival. */
const PART = 500
const GIVE_UP_MS = 60_000
/** The budgets: all are counted so soon, and the tally is so little behind. */
const COUNTED_S = 3
const BEHIND_MS = 250

const progress = new Progress()
const server = await ServerProcess.start({
  environment: { TOKEN_SECRET, MAX_CONNECTIONS: '0', ...(values.database === undefined ? {} : { DATABASE_URL: values.database }) },
})
const { session, hostToken, wallToken } = await server.createSession()
const tokens = new Tokens(TOKEN_SECRET, 1, systemClock)
const host = (path: string, body: object) => post<{ vote: Vote }>(`${server.url}/api/host/${path}`, body, hostToken)
const {
  vote: { id: voteId },
} = await host(`sessions/${session.id}/votes`, {
  key: 'bench-create-vote',
  question: '今晚谁先哭？',
  options: Array.from({ length: OPTIONS }, (_, index) => `第 ${index + 1} 个`),
  changeable: false,
})
await host(`votes/${voteId}/open`, {})

/** On this process's monotonic clock: when the ballot that was acknowledged as the n-th was acknowledged. */
const acknowledgedAt: number[] = []
let refused = 0
/** Ballots that the newest tally at the observed reader counts. */
let counted = 0
let tallies = 0
const ackLatency = build({ lowestDiscernibleValue: 1, highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: 3 })
const lag = build({ lowestDiscernibleValue: 1, highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: 3 })

/**
 * The observed reader, a wall screen. A tally of n ballots tells of the n that were committed first; acknowledgements come in the order of
 * commits, so that the n-th acknowledged is the n-th told of. One told of before it was acknowledged was not behind at all.
 */
function onTally({ ballots }: VotePayload, nowMs: number): void {
  tallies += 1
  for (; counted < ballots; counted += 1) waitingForAck.push([counted, nowMs])
  settleLag()
}
/** Told of, with the time of it; the acknowledgement of some is still on its way to us. */
const waitingForAck: [index: number, toldAtMs: number][] = []
function settleLag(): void {
  while (waitingForAck.length > 0) {
    const [index, toldAtMs] = waitingForAck[0] as [number, number]
    const ackedAtMs = acknowledgedAt[index]
    if (ackedAtMs === undefined) return
    waitingForAck.shift()
    lag.recordValue(Math.max(1, Math.round((toldAtMs - ackedAtMs) * 1000)))
  }
}

/** It connects after all guests, so every broadcast reaches it last. */
async function openScreen(): Promise<RawReader> {
  let isThere = false
  const screen = await RawReader.open(server.port, session.id, (payload) => {
    const nowMs = performance.now()
    const frame = JSON.parse(payload.toString()) as { type: string; events?: { type: string; data: VotePayload }[] }
    if (frame.type === 'snapshot') isThere = true
    for (const event of frame.events ?? []) if (event.type === 'vote.tally' && event.data.voteId === voteId) onTally(event.data, nowMs)
  })
  screen.send({ type: 'hello', token: wallToken })
  while (!isThere) await turn()
  return screen
}

interface Voter {
  readonly socket: RawReader
  sentAtMs: number
}

/** A wave's guests on sockets of their own, all welcomed. */
async function gather(from: number, count: number): Promise<Voter[]> {
  const voters: Voter[] = []
  let welcomed = 0
  for (let index = 0; index < count; index += 1) {
    const token = await tokens.issue({ sessionId: session.id, id: `guest-${from + index}`, name: 'Guest', role: 'guest' })
    let voter: Voter | null = null
    const socket = await RawReader.open(server.port, session.id, (payload) => {
      // `{"type":"ack"…`, `{"type":"error"…`, `{"type":"welcome"…`: told by the tenth and eleventh byte; events are only counted on.
      const [first, second] = [payload[9], payload[10]]
      if (first === 0x61 && second === 0x63) onAck(voter as Voter)
      else if (first === 0x65 && second === 0x72) refused += 1
      else if (first === 0x77) welcomed += 1
    })
    voter = { socket, sentAtMs: 0 }
    socket.send({ type: 'hello', token })
    voters.push(voter)
    while (index + 1 - welcomed > JOINS) await turn()
    progress.show(`guests ${from + index + 1} of ${BALLOTS}`)
  }
  while (welcomed < count) await turn()
  return voters
}

function onAck({ sentAtMs }: Voter): void {
  const nowMs = performance.now()
  acknowledgedAt.push(nowMs)
  ackLatency.recordValue(Math.max(1, Math.round((nowMs - sentAtMs) * 1000)))
  settleLag()
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

let votingMs = 0
let countedMs = 0
let cpuMicros = 0
let ownCpuMicros = 0
for (let from = 0; from < BALLOTS; from += SOCKETS) {
  const count = Math.min(SOCKETS, BALLOTS - from)
  const voters = await gather(from, count)
  const screen = await openScreen()
  const cpuAtStart = server.cpuMicros() ?? 0
  const ownAtStart = process.cpuUsage()
  const startMs = performance.now()
  for (const [index, voter] of voters.entries()) {
    voter.sentAtMs = performance.now()
    voter.socket.send({
      type: 'castVote',
      ref: 1,
      key: `bench-key-${from + index}`,
      voteId,
      optionIds: [`o${((from + index) % OPTIONS) + 1}`],
    })
    if (index % PART === PART - 1) await turn()
  }
  const due = from + count
  while (acknowledgedAt.length + refused < due && performance.now() - startMs < GIVE_UP_MS) {
    progress.show(`acknowledged ${acknowledgedAt.length} of ${BALLOTS}, counted ${counted}`)
    await turn()
  }
  votingMs += (acknowledgedAt.at(-1) ?? performance.now()) - startMs
  while (counted < acknowledgedAt.length && performance.now() - startMs < GIVE_UP_MS) await turn()
  countedMs += performance.now() - startMs
  cpuMicros += (server.cpuMicros() ?? 0) - cpuAtStart
  const own = process.cpuUsage(ownAtStart)
  ownCpuMicros += own.user + own.system
  for (const { socket } of voters) socket.close()
  screen.close()
}
const residentMib = (server.residentBytes() ?? 0) / 1024 / 1024
const { vote } = await host(`votes/${voteId}/close`, {})
progress.done()

const counts = Object.values(vote.tally?.counts ?? {})
const ms = (histogram: typeof lag, percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
const waves = SOCKETS < BALLOTS ? `in waves of ${SOCKETS} sockets` : 'each over a WebSocket of its own that also reads'
const store = values.database === undefined ? 'embedded store (SQLite, synchronous=FULL)' : 'PostgreSQL'
report({
  row: 'votes',
  title: `Votes: ${BALLOTS} ballots of ${BALLOTS} guests in one vote, at one word, ${waves}; ${store}; server and load generator share this machine`,
  figures: [
    exactly('acknowledged', acknowledgedAt.length, BALLOTS),
    exactly('ballots of the final tally', vote.tally?.ballots ?? 0, BALLOTS),
    exactly(
      'ballots for all its options together',
      counts.reduce((sum, each) => sum + each, 0),
      BALLOTS,
    ),
    told('until all are acknowledged', votingMs / 1000, 's', 2),
    atMost('until the tally counts all', countedMs / 1000, COUNTED_S, 's', 2),
    told('ballot to acknowledgement, p50', ms(ackLatency, 50), 'ms'),
    told('ballot to acknowledgement, p99', ms(ackLatency, 99), 'ms'),
    told('tally behind acknowledgements, p50', ms(lag, 50), 'ms'),
    atMost('tally behind acknowledgements, p99', ms(lag, 99), BEHIND_MS, 'ms'),
    told('tallies a second', tallies / (countedMs / 1000), '', 1),
    told('server CPU a ballot', cpuMicros / BALLOTS, 'µs'),
    told('load generator CPU', ownCpuMicros / 1e6, 's', 2),
    told('server memory', residentMib, 'MiB'),
  ],
})
console.log(`\n${drawLatency('Tally behind acknowledgements', lag)}`)
await server.stop()
process.exit()
