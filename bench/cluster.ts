import { parseArgs } from 'node:util'
import { build, type Histogram } from 'hdr-histogram-js'
import { OPERATOR_TOKEN, TOKEN_SECRET } from '../tests/support/guestwall.ts'
import { createSession } from '../tests/support/http-calls.ts'
import { startPostgres } from '../tests/support/postgres.ts'
import { startRedis } from '../tests/support/redis.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { RawReader } from '../tests/support/raw/raw-reader.ts'
import { atMost, exactly, told } from './lib/figures.ts'
import { drawLatency, Progress, report } from './lib/report.ts'

/**
 * How far another server's readers are behind: three servers are one wall over PostgreSQL and Redis, with as many readers at each. Every
 * message is posted at one of them, and its way to the readers of the other two is compared with its way to that server's own: reader by
 * reader, so that the place in a server's round of writes does not count. One clock, open loop.
 */

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '50' },
    rate: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '3' },
  },
})
const SERVERS = 3
const READERS = Number(values.readers)
const RATE = Number(values.rate)
const SECONDS = Number(values.seconds)
const WARMUP_SECONDS = Number(values.warmup)
const BODY = 'x'.repeat(88)
const TICK_MS = 2
const DRAIN_MS = 10_000
/** The bars: another server's readers are so little behind. */
const BAR_P50_MS = 15
const BAR_P99_MS = 50

const progress = new Progress()
progress.show('starting PostgreSQL and Redis')
const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
const environment = { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url, TOKEN_SECRET }
const servers: ServerProcess[] = []
for (let index = 0; index < SERVERS; index += 1) {
  progress.show(`starting server ${index + 1} of ${SERVERS}`)
  servers.push(await ServerProcess.start({ environment }))
}
const { session } = await createSession(servers[0]?.url ?? '', OPERATOR_TOKEN, { title: 'A bench' })

const total = RATE * (WARMUP_SECONDS + SECONDS)
const firstMeasured = RATE * WARMUP_SECONDS
const sentAt = new Float64Array(total)
/** When message n came to reader r of server s, in milliseconds of this process's clock; 0: not yet. */
const cameAt = Array.from({ length: SERVERS }, () => Array.from({ length: READERS }, () => new Float64Array(total)))
let delivered = 0
let acknowledged = 0
let refused = 0
let gaps = 0
const sockets: RawReader[][] = servers.map(() => [])

for (const [at, server] of servers.entries()) {
  for (let index = 0; index < READERS; index += 1) {
    const arrivals = cameAt[at]?.[index] as Float64Array
    let position = 0
    const socket = await RawReader.open(server.port, session.id, (payload) => {
      const now = performance.now()
      const frame = JSON.parse(payload.toString()) as { type: string; from: number; to: number; events: { data: { content: string } }[] }
      if (frame.type === 'ack') acknowledged += 1
      if (frame.type === 'error') refused += 1
      if (frame.type !== 'events') return
      if (frame.from !== position) gaps += 1
      position = frame.to
      for (const { data } of frame.events) {
        arrivals[Number.parseInt(data.content, 10)] = now
        delivered += 1
      }
    })
    socket.send({ type: 'hello', guestName: `Guest ${at} ${index}` })
    sockets[at]?.push(socket)
    progress.show(`connecting ${at * READERS + index + 1} of ${SERVERS * READERS}`)
  }
}
await new Promise((resolve) => setTimeout(resolve, 500))

const startMs = performance.now()
for (let sent = 0; sent < total; ) {
  const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * RATE))
  for (; sent < due; sent += 1) {
    sentAt[sent] = performance.now()
    const content = `${String(sent).padStart(8, '0')} ${BODY}`
    const writer = sockets[sent % SERVERS]?.[Math.floor(sent / SERVERS) % READERS]
    writer?.send({ type: 'sendMessage', ref: sent, key: `bench-key-${sent}`, content, guestName: 'Guest' })
  }
  progress.show(`sent ${sent} of ${total}, acknowledged ${acknowledged}, delivered ${delivered}`)
  await new Promise((resolve) => setTimeout(resolve, TICK_MS))
}
const expected = total * SERVERS * READERS
const giveUpMs = performance.now() + DRAIN_MS
while ((delivered < expected || acknowledged + refused < total) && performance.now() < giveUpMs) {
  progress.show(`waiting: delivered ${delivered} of ${expected}`)
  await new Promise((resolve) => setTimeout(resolve, TICK_MS))
}
progress.done()

const histogram = () => build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })
const toOwn = histogram()
const toOthers = histogram()
const behind = histogram()
const micros = (ms: number) => Math.max(1, Math.round(ms * 1000))
for (let number = firstMeasured; number < total; number += 1) {
  const own = number % SERVERS
  for (let reader = 0; reader < READERS; reader += 1) {
    const ownAt = cameAt[own]?.[reader]?.[number] ?? 0
    if (ownAt === 0) continue
    toOwn.recordValue(micros(ownAt - (sentAt[number] as number)))
    for (let other = 0; other < SERVERS; other += 1) {
      const otherAt = cameAt[other]?.[reader]?.[number] ?? 0
      if (other === own || otherAt === 0) continue
      toOthers.recordValue(micros(otherAt - (sentAt[number] as number)))
      behind.recordValue(micros(otherAt - ownAt))
    }
  }
}

const at = (of: Histogram, percentile: number) => of.getValueAtPercentile(percentile) / 1000
report({
  row: 'cluster',
  title: `Cluster: ${SERVERS} servers with ${READERS} WebSocket readers each, ${RATE} messages a second of 100 bytes at all of them in turn, ${SECONDS} s after ${WARMUP_SECONDS} s of warm-up; PostgreSQL (fsync on), Redis, the servers and the load generator share this machine`,
  figures: [
    exactly('acknowledged', acknowledged, total),
    exactly('deliveries', delivered, expected),
    exactly('gaps in a reader’s log', gaps, 0),
    told('send to the own server’s readers, p50', at(toOwn, 50), 'ms', 1),
    told('send to the own server’s readers, p99', at(toOwn, 99), 'ms', 1),
    told('send to another server’s readers, p50', at(toOthers, 50), 'ms', 1),
    told('send to another server’s readers, p99', at(toOthers, 99), 'ms', 1),
    atMost('another server’s readers behind, p50', at(behind, 50), BAR_P50_MS, 'ms', 1),
    atMost('another server’s readers behind, p99', at(behind, 99), BAR_P99_MS, 'ms', 1),
  ],
})
console.log(`\n${drawLatency('Another server’s readers behind', behind)}`)
for (const socket of sockets.flat()) socket.close()
await Promise.all(servers.map((server) => server.stop()))
await Promise.all([postgres.dispose(), redis.dispose()])
process.exit()
