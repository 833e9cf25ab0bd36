import { parseArgs } from 'node:util'
import { type ReactionKind, ReactionKindSchema } from '@guestwall/protocol'
import { systemClock, Tokens } from '@guestwall/server'
import { build, type Histogram } from 'hdr-histogram-js'
import { TOKEN_SECRET } from '../tests/support/guestwall.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { type Figure, told } from './lib/figures.ts'
import { Progress, report } from './lib/report.ts'

/**
 * A hall taps: every guest has a socket that reads the wall and its reactions, and taps ten times a second on one of the newest messages. As
 * `@guestwall/client/reactions` does, each sends its newest choice when the one before is answered. Meanwhile a few guests write. Taken are the acknowledgement of each
 * message and its delivery to every guest, with and without taps, in turns, so that both see the same machine.
 */
const { values } = parseArgs({
  options: {
    guests: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    turns: { type: 'string', default: '2' },
    database: { type: 'string' },
  },
})
const GUESTS = Number(values.guests)
const SECONDS = Number(values.seconds)
const TURNS = Number(values.turns)
const TAP_MS = 100
const MESSAGE_MS = 200
const WRITERS = 40
const JOINS = 100

const progress = new Progress()
const server = await ServerProcess.start({
  environment: { TOKEN_SECRET, MAX_CONNECTIONS: '0', ...(values.database === undefined ? {} : { DATABASE_URL: values.database }) },
})
const { session } = await server.createSession()
const tokens = new Tokens(TOKEN_SECRET, 1, systemClock)

interface Measured {
  readonly acks: Histogram
  readonly deliveries: Histogram
  taps: number
  counted: number
  later: number
  frames: number
}
const micros = { lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 } as const
const measured = (): Measured => ({ acks: build(micros), deliveries: build(micros), taps: 0, counted: 0, later: 0, frames: 0 })
let now = measured()

/** The newest message, which is tapped on, and when it was sent. */
let messageId = ''
const sentAtMs = new Map<string, number>()
const since = (key: string) => Math.max(1, Math.round((performance.now() - (sentAtMs.get(key) ?? 0)) * 1_000))

interface Guest {
  readonly socket: RawReader
  isWaiting: boolean
  notBeforeMs: number
}
const guests: Guest[] = []
let welcomed = 0
for (let index = 0; index < GUESTS; index += 1) {
  const token = await tokens.issue({ sessionId: session.id, id: `guest-${index}`, name: 'Guest', role: 'guest' })
  const guest: Guest = {
    socket: await RawReader.open(server.port, session.id, (bytes) => read(guest, index, bytes)),
    isWaiting: false,
    notBeforeMs: 0,
  }
  guest.socket.send({ type: 'hello', token })
  guests.push(guest)
  while (index + 1 - welcomed > JOINS) await pause(1)
  progress.show(`guests ${index + 1} of ${GUESTS}`)
}
while (welcomed < GUESTS) await pause(1)
for (const { socket } of guests) socket.send({ type: 'watchReactions', ref: 1 })

/** Frames are told by their tenth and eleventh byte: `ac`k, `er`ror, `we`lcome, `re`actions, `ev`ents. */
function read(guest: Guest, index: number, bytes: Buffer): void {
  const kind = bytes.toString('latin1', 9, 11)
  if (kind === 'we') welcomed += 1
  else if (kind === 're') now.frames += index === 0 ? 1 : 0
  else if (kind === 'ac' || kind === 'er') readAnswer(guest, bytes.toString())
  else if (kind === 'ev') {
    const text = bytes.toString()
    for (const [, key] of text.matchAll(/"key":"(bench-message-\d+)"/g)) now.deliveries.recordValue(since(String(key)))
  }
}

function readAnswer(guest: Guest, text: string): void {
  const frame = JSON.parse(text) as { reaction?: object; message?: { id: string; key: string }; retryAfterMs?: number }
  if (frame.message !== undefined) {
    now.acks.recordValue(since(frame.message.key))
    messageId = frame.message.id
    return
  }
  if (frame.reaction !== undefined) now.counted += 1
  else if (text.startsWith('{"type":"error"')) {
    now.later += 1
    guest.notBeforeMs = performance.now() + (frame.retryAfterMs ?? 1_000)
  } else return
  guest.isWaiting = false
}

let messages = 0
let order = Date.now()
/** Writes, and taps where `taps`, for some seconds. */
async function phase(taps: boolean, into: Measured): Promise<void> {
  now = into
  const kinds = ReactionKindSchema.options
  const endMs = performance.now() + SECONDS * 1_000
  let nextMessageMs = performance.now()
  for (let round = 0; performance.now() < endMs; round += 1) {
    const roundMs = performance.now()
    if (roundMs >= nextMessageMs) {
      nextMessageMs += MESSAGE_MS
      messages += 1
      const key = `bench-message-${messages}`
      sentAtMs.set(key, performance.now())
      guests[messages % WRITERS]?.socket.send({
        type: 'sendMessage',
        ref: messages + 10,
        key,
        content: `新婚快乐 ${messages}`,
        guestName: 'Guest',
      })
    }
    if (taps && messageId !== '') {
      for (const [index, guest] of guests.entries()) {
        now.taps += 1
        if (guest.isWaiting || guest.notBeforeMs > roundMs) continue
        guest.isWaiting = true
        order += 1
        const kind = kinds[(index + round) % kinds.length] as ReactionKind
        guest.socket.send({ type: 'react', ref: 1_000_000 + order, messageId, kind, order })
      }
    }
    await pause(Math.max(1, roundMs + TAP_MS - performance.now()))
  }
  await pause(500)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

const quiet = measured()
const tapped = measured()
await phase(false, measured())
for (let turn = 0; turn < TURNS; turn += 1) {
  progress.show(`turn ${turn + 1} of ${TURNS}`)
  await phase(false, quiet)
  await phase(true, tapped)
}
progress.done()
const ms = (histogram: Histogram, percentile: number) => histogram.getValueAtPercentile(percentile) / 1_000
const figures = (name: string, of: Measured): Figure[] => [
  told(`${name}: acknowledgement of a message, p50`, ms(of.acks, 50), 'ms', 1),
  told(`${name}: acknowledgement of a message, p99`, ms(of.acks, 99), 'ms', 1),
  told(`${name}: delivery, p50`, ms(of.deliveries, 50), 'ms', 1),
  told(`${name}: delivery, p99`, ms(of.deliveries, 99), 'ms', 1),
  told('  taps', of.taps),
  told('  taps that were sent and counted', of.counted),
  told('  taps that were put off', of.later),
  told('  frames of counts a second', of.frames / (SECONDS * TURNS), '', 1),
]
report({
  row: 'reactions',
  title: `Reactions: ${GUESTS} guests, each of whom taps ten times a second or not at all`,
  figures: [...figures('without taps', quiet), ...figures('with taps', tapped)],
})
for (const { socket } of guests) socket.close()
await server.stop()
