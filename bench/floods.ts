import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { systemClock, Tokens } from '@guestwall/server'
import { build, type Histogram } from 'hdr-histogram-js'
import { TOKEN_SECRET } from '../tests/support/guestwall.ts'
import { startDefaultServer } from '../tests/security/support/default-server.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { atMost, exactly, type Figure, told } from './lib/figures.ts'
import { Progress, report } from './lib/report.ts'

/**
 * One attacker against a server with its default limits, in turn with each flood: forty guests go on writing a message every 2.5 s, and
 * /healthz is asked ten times a second. Taken are their acknowledgements, each from its sending, the slowest /healthz, and what the server
 * spends. "one credential": all sockets are one guest's. "one address": no credential, or ever new ones.
 */

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, only: { type: 'string', default: '' } } })
const SECONDS = Number(values.seconds)
const GUESTS = 40
const EACH_MS = 2_500
const HEALTH_MS = 100
/** The 99th percentile of an honest acknowledgement. */
const LIMIT_MS = 250
const FLOODER = fileURLToPath(new URL('./lib/flooder.ts', import.meta.url))

const FLOODS: readonly [name: string, kind: string | null, connections: number][] = [
  ['none', null, 0],
  ['one credential: 4,000 options a ballot, 4 sockets', 'options', 4],
  ['one credential: 4,000 options a ballot, 20 sockets', 'options', 20],
  ['one credential: 1,500 unknown keys, 20 sockets', 'keys', 20],
  ['one credential: longest texts, 20 sockets', 'texts', 20],
  ['one credential: an unknown field, 20 sockets', 'field', 20],
  ['one credential: ballots in no vote, 20 sockets', 'votes', 20],
  ['one credential: pings, 20 sockets', 'pings', 20],
  ['one credential: polls, 100 connections', 'polls', 100],
  ['one address: pipelined files, 20 connections', 'files', 20],
  ['one address: false credentials, 100 connections', 'false credentials', 100],
  ['one address: false hellos, 100 sockets', 'false hellos', 100],
  ['one address: codes guessed, 100 connections', 'codes', 100],
  ['one address: upgrades, 100 connections', 'upgrades', 100],
  ['one address: ever new guests with refused ballots, 20 sockets', 'new guests', 20],
]

const progress = new Progress()
const server = await startDefaultServer({ TOKEN_SECRET })
const { session } = await server.createSession()
const tokens = new Tokens(TOKEN_SECRET, 1, systemClock)
const tokenOf = (id: string) => tokens.issue({ sessionId: session.id, id, name: 'Guest', role: 'guest' })

interface Guest {
  readonly socket: RawReader
  sentAtMs: number
}
let acks: Histogram = histogram()
let refused = 0

function histogram(): Histogram {
  return build({ lowestDiscernibleValue: 1, highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: 3 })
}

async function join(index: number): Promise<Guest> {
  let guest: Guest | null = null
  let isWelcome = false
  const socket = await RawReader.open(server.port, session.id, (payload) => {
    const [first, second] = [payload[9], payload[10]]
    if (first === 0x77) isWelcome = true
    else if (first === 0x61 && second === 0x63 && guest !== null)
      acks.recordValue(Math.max(1, Math.round((performance.now() - guest.sentAtMs) * 1_000)))
    else if (first === 0x65 && second === 0x72) refused += 1
  })
  guest = { socket, sentAtMs: 0 }
  socket.send({ type: 'hello', token: await tokenOf(`guest-${index}`) })
  while (!isWelcome) await pause(5)
  return guest
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

const guests: Guest[] = []
for (let index = 0; index < GUESTS; index += 1) guests.push(await join(index))
let posts = 0
guests.forEach((guest, index) => {
  setTimeout(
    () => {
      setInterval(() => {
        posts += 1
        guest.sentAtMs = performance.now()
        guest.socket.send({ type: 'sendMessage', ref: 1, key: `bench-key-${posts}`, content: '新婚快乐', guestName: '小明' })
      }, EACH_MS)
    },
    (EACH_MS / GUESTS) * index,
  )
})
await pause(EACH_MS)

async function start(kind: string, connections: number): Promise<ChildProcess> {
  const token = await tokenOf(`flooder-${kind}-${connections}`)
  const child = fork(FLOODER, [kind, String(server.port), session.id, ...Array.from({ length: connections }, () => token)])
  return child
}

function stop(child: ChildProcess): Promise<{ connections: number; pieces: number; bytes: number }> {
  return new Promise((resolve) => {
    child.once('message', (sent) => resolve(sent as { connections: number; pieces: number; bytes: number }))
    child.send('stop')
  })
}

const figures: Figure[] = []
for (const [name, kind, connections] of FLOODS) {
  if (values.only !== '' && !name.includes(values.only) && kind !== null) continue
  acks = histogram()
  refused = 0
  const child = kind === null ? null : await start(kind, connections)
  const cpuBefore = server.cpuMicros() ?? 0
  const beganMs = performance.now()
  let slowestMs = 0
  while (performance.now() - beganMs < SECONDS * 1_000) {
    progress.show(name)
    const askedMs = performance.now()
    await (await fetch(`${server.url}/healthz`)).text()
    slowestMs = Math.max(slowestMs, performance.now() - askedMs)
    await pause(HEALTH_MS)
  }
  const seconds = (performance.now() - beganMs) / 1_000
  const cpu = ((server.cpuMicros() ?? 0) - cpuBefore) / 1e6 / seconds
  const resident = (server.residentBytes() ?? 0) / 1024 / 1024
  const sent = child === null ? { connections: 0, bytes: 0 } : await stop(child)
  const ms = (percentile: number) => acks.getValueAtPercentile(percentile) / 1_000
  figures.push(
    told(`${name}: acknowledgement, p50`, ms(50), 'ms'),
    atMost('  p99', ms(99), LIMIT_MS, 'ms'),
    told('  at most', ms(100), 'ms'),
    exactly('  refused', refused, 0),
    told('  /healthz at most', slowestMs, 'ms'),
    told('  server CPU, of a core', cpu * 100, '%'),
    told('  server memory', resident, 'MiB'),
    told('  connections of the flood', sent.connections),
    told('  sent by the flood', sent.bytes / 1e6, 'MB', 1),
  )
  // The debt of the flood ends before the next begins.
  if (child !== null) await pause(3_000)
}
progress.done()
report({ row: 'floods', title: `Floods: ${SECONDS} s each, default limits; all on this machine`, figures })
await server.stop()
process.exit()
