import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { GET_HISTORY, pathOf } from '@guestwall/protocol'
import { openSqliteStore, SessionLog, type Store, systemClock, systemRandom } from '@guestwall/server'
import { build, type Histogram } from 'hdr-histogram-js'
import { joinSession } from '../tests/support/http-calls.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { atMost, type Figure, told } from './lib/figures.ts'
import { Progress, report } from './lib/report.ts'

/**
 * Reads beside commits: how long a page of history and the first snapshot take in a small session and in a large one, and how long an honest guest
 * waits for the acknowledgement of a message while others read pages of the large one as fast as they get them. The embedded store.
 */

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    readers: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '8' },
  },
})
const LARGE = Number(values.messages)
const SMALL = 100
const READERS = Number(values.readers)
const SECONDS = Number(values.seconds)
const WRITE_MS = 50
/** The budget of an acknowledgement's 99th percentile. */
const ACK_MS = 250
const CONTENT = 'x'.repeat(88)
const AT_ONCE = 256
const micros = { lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 } as const

const progress = new Progress()
const directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-'))
const store = await openSqliteStore(directory)
const [small, large] = [await filled(store, SMALL), await filled(store, LARGE)]
await store.close()

const server = await ServerProcess.start({ directory })
const { token } = await joinSession(server.url, large, 'Reader')
const { token: smallToken } = await joinSession(server.url, small, 'Reader')
const figures: Figure[] = []
for (const [name, sessionId, count, itsToken] of [
  [`${SMALL} messages`, small, SMALL, smallToken],
  [`${LARGE} messages`, large, LARGE, token],
] as const) {
  figures.push(told(`${name}, first snapshot after a start`, await firstSnapshotMs(sessionId), 'ms', 1))
  const pages = build(micros)
  await readPages(sessionId, count, itsToken, pages, performance.now() + 2_000)
  figures.push(...both(`${name}, a page of history, one after the other`, pages))
}
const alone = build(micros)
await writeFor(alone)
figures.push(...both('acknowledgement, nobody reads', alone))
const among = build(micros)
const pages = build(micros)
const endMs = performance.now() + SECONDS * 1_000
const before = server.cpuMicros()
await Promise.all([writeFor(among), ...Array.from({ length: READERS }, () => readPages(large, LARGE, token, pages, endMs))])
const after = server.cpuMicros()
const waited = `acknowledgement, ${READERS} read history`
figures.push(
  told(`${waited}, p50`, among.getValueAtPercentile(50) / 1_000, 'ms', 1),
  atMost(`${waited}, p99`, among.getValueAtPercentile(99) / 1_000, ACK_MS, 'ms', 1),
)
figures.push(...both(`a page of history, ${READERS} at once`, pages), told('  pages a second', pages.totalCount / SECONDS))
if (before !== null && after !== null) figures.push(told('  server CPU a page', (after - before) / pages.totalCount, 'µs'))
progress.done()
report({
  row: 'history',
  title: `Reads beside commits: sessions of ${SMALL} and ${LARGE} messages; server and readers share this machine`,
  figures,
})
await server.stop()
process.exit()

/** A session with so many messages. */
async function filled(to: Store, messages: number): Promise<string> {
  const id = systemRandom.id()
  const looks = { layout: 'masonry', theme: 'linen', moderation: 'off', state: 'open', slowModeSeconds: 0 } as const
  const session = { id, code: systemRandom.code(), title: 'Bench', subtitle: '', createdAt: new Date().toISOString(), ...looks }
  await to.createSession({ session, epoch: systemRandom.id() })
  const log = new SessionLog({ store: to, clock: systemClock, random: systemRandom, bodyKey: 'bench' })
  for (let written = 0; written < messages; written += AT_ONCE) {
    progress.show(`${written} of ${messages} messages`)
    const count = Math.min(AT_ONCE, messages - written)
    await Promise.all(
      Array.from({ length: count }, (_, index) => {
        const key = systemRandom.id()
        const actor = { sessionId: id, id: `g${index}`, name: 'Guest', role: 'guest' } as const
        return log.append({ kind: 'sendMessage', actor, key, bodyHash: key, content: CONTENT, guestName: 'Guest' })
      }),
    )
  }
  return id
}

/** From the upgrade to the snapshot: the server loads the session. */
async function firstSnapshotMs(sessionId: string): Promise<number> {
  const startMs = performance.now()
  await new Promise<void>((resolve, reject) => {
    RawReader.open(server.port, sessionId, (payload) => {
      if (payload.toString('latin1', 0, 18).startsWith('{"type":"snapshot"')) resolve()
    }).then((socket) => socket.send({ type: 'hello', guestName: 'Guest' }), reject)
  })
  return performance.now() - startMs
}

/** Reads pages from random positions until `untilMs`. */
async function readPages(sessionId: string, messages: number, itsToken: string, taken: Histogram, untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    const position = 1 + Math.floor(systemRandom.next() * messages)
    const startMs = performance.now()
    const address = `${server.url}${pathOf(GET_HISTORY, sessionId)}?before=${position}&limit=100`
    const response = await fetch(address, { headers: { authorization: `Bearer ${itsToken}` } })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${address}: ${response.status}`)
    taken.recordValue(Math.round((performance.now() - startMs) * 1_000))
  }
}

/** A guest writes a message every `WRITE_MS`, however slow the answers are. */
async function writeFor(taken: Histogram): Promise<void> {
  const sentAtMs: number[] = []
  let answered = 0
  const socket = await RawReader.open(server.port, large, (payload) => {
    const text = payload.toString('latin1', 0, 40)
    if (!text.startsWith('{"type":"ack"')) return
    answered += 1
    const ref = Number(/"ref":(\d+)/.exec(text)?.[1])
    taken.recordValue(Math.max(1, Math.round((performance.now() - (sentAtMs[ref] ?? 0)) * 1_000)))
  })
  socket.send({ type: 'hello', guestName: 'Writer' })
  const total = (SECONDS * 1_000) / WRITE_MS
  const startMs = performance.now()
  for (let sent = 0; sent < total || answered < sent; ) {
    if (sent < total && performance.now() >= startMs + sent * WRITE_MS) {
      sentAtMs[sent] = performance.now()
      socket.send({ type: 'sendMessage', ref: sent, key: systemRandom.id(), content: CONTENT, guestName: 'Writer' })
      sent += 1
    }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  socket.close()
}

function both(name: string, histogram: Histogram): Figure[] {
  return [50, 99].map((percentile) => told(`${name}, p${percentile}`, histogram.getValueAtPercentile(percentile) / 1_000, 'ms', 1))
}
