import { parseArgs } from 'node:util'
import { pathOf, ROUTES, type WallMessage } from '@guestwall/protocol'
import { build, type Histogram } from 'hdr-histogram-js'
import { Cluster } from '../tests/support/cluster.ts'
import { OPERATOR_TOKEN } from '../tests/support/guestwall.ts'
import { createSession, joinSession, post } from '../tests/support/http-calls.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { atMost, exactly, type Figure, told } from './lib/figures.ts'
import { Progress, report } from './lib/report.ts'

/**
 * A host acts on messages while a hall reads. Taken is the time from the host's request until the act is at each single phone and screen. Bars:
 * 95 of 100 have a removal within a second, and an approval within 300 ms.
 */

const { values } = parseArgs({
  options: {
    /** Phones and screens; one in ten is a screen. */
    readers: { type: 'string', default: '1000' },
    acts: { type: 'string', default: '30' },
    /** 1: a server with the embedded store. More: over PostgreSQL and Redis; the host is at the first, the readers at all. */
    servers: { type: 'string', default: '1' },
  },
})
const READERS = Number(values.readers)
const ACTS = Number(values.acts)
const SERVERS = Number(values.servers)
const SCREEN_EVERY = 10
const GIVE_UP_MS = 30_000
const ACT_KINDS = [
  { name: 'approve', route: 'approveMessage', body: {}, event: 'message.shown', limitMs: 300 },
  { name: 'reject', route: 'rejectMessage', body: { from: 'shown' }, event: 'message.rejected', limitMs: 1_000 },
  { name: 'restore', route: 'restoreMessage', body: {}, event: 'message.shown', limitMs: 1_000 },
  { name: 'remove', route: 'removeMessage', body: {}, event: 'message.removed', limitMs: 1_000 },
] as const

const progress = new Progress()
const { urls, stop } = await startServers()
const host = urls[0] as string
const hosted = await createSession(host, OPERATOR_TOKEN, { title: '林晓 & 陈默', moderation: 'approve' })
const { id: session } = hosted.session
const author = await joinSession(host, session, '小明')

/** Two parts of an event's JSON. */
type Parts = readonly [id: string, type: string]
/** The act that every reader waits for, and the readers that have it. */
let awaited: Parts | null = null
let arrived = 0
let actedMs = 0
let latency: Histogram = newHistogram()

const sockets: RawReader[] = []
for (let index = 0; index < READERS; index += 1) {
  const port = Number(new URL(urls[index % urls.length] as string).port)
  let seen: Parts | null = null
  const socket = await RawReader.open(port, session, (payload) => {
    if (awaited === null || seen === awaited || !awaited.every((part) => payload.includes(part))) return
    seen = awaited
    arrived += 1
    latency.recordValue(Math.max(1, Math.round((performance.now() - actedMs) * 1_000)))
  })
  socket.send(index % SCREEN_EVERY === 0 ? { type: 'hello', token: hosted.wallToken } : { type: 'hello', guestName: `Guest ${index}` })
  sockets.push(socket)
  progress.show(`connecting ${index + 1} of ${READERS}`)
}

const messages: WallMessage[] = []
for (let index = 0; index < ACTS; index += 1) {
  const body = { session, key: `bench-removal-${index}`, content: `祝你们幸福，第 ${index} 句`, guestName: '小明' }
  messages.push((await post<{ message: WallMessage }>(`${host}/api/realtime/messages`, body, author.token)).message)
}

const figures: Figure[] = []
for (const { name, route, body, event, limitMs } of ACT_KINDS) {
  latency = newHistogram()
  for (const [index, { id }] of messages.entries()) {
    progress.show(`${name} ${index + 1} of ${ACTS}`)
    arrived = 0
    const before = await headOf()
    awaited = [`"id":${before + 1},`, `"type":"${event}"`]
    actedMs = performance.now()
    await post(`${host}${pathOf(ROUTES[route], id)}`, { ...body, key: `bench-${name}-${index}` }, hosted.hostToken)
    while (arrived < READERS && performance.now() < actedMs + GIVE_UP_MS) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  awaited = null
  const ms = (percentile: number) => latency.getValueAtPercentile(percentile) / 1_000
  figures.push(
    exactly(`${name}: at readers`, latency.totalCount, READERS * ACTS),
    told('  p50', ms(50), 'ms'),
    atMost('  p95', ms(95), limitMs, 'ms'),
    told('  at most', ms(100), 'ms'),
  )
}
progress.done()
report({
  row: 'removal',
  title: `Acts of a host: ${READERS} phones and screens at ${SERVERS} server${SERVERS === 1 ? '' : 's'}, ${ACTS} messages; all on this machine`,
  figures,
})
for (const socket of sockets) socket.close()
await stop()
process.exit()

/** The newest event of the log, as a snapshot says. */
async function headOf(): Promise<number> {
  const response = await fetch(`${host}/api/realtime/poll?session=${session}`, { headers: { authorization: `Bearer ${hosted.hostToken}` } })
  return ((await response.json()) as { snapshot: { lastEventId: number } }).snapshot.lastEventId
}

async function startServers(): Promise<{ urls: string[]; stop: () => Promise<unknown> }> {
  if (SERVERS === 1) {
    const server = await ServerProcess.start()
    return { urls: [server.url], stop: () => server.stop() }
  }
  const cluster = await Cluster.start({ servers: SERVERS, onStep: (step) => progress.show(`starting ${step}`) })
  return { urls: cluster.servers.map(({ url }) => url), stop: () => cluster.stop() }
}

function newHistogram(): Histogram {
  return build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })
}
