import { Redis } from 'ioredis'
import pg from 'pg'
import { RawReader } from '../../tests/support/raw/raw-reader.ts'
import { startRedis } from '../../tests/support/redis.ts'
import { OPERATOR_TOKEN, TOKEN_SECRET } from '../../tests/support/guestwall.ts'
import { createSession } from '../../tests/support/http-calls.ts'
import { ServerProcess } from '../../tests/support/server-process.ts'
import { startCountedPostgres } from './counted-reads.ts'
import { cpuMicrosOf } from './cpu-micros.ts'
import type { Progress } from './report.ts'
import { SharedFrames } from './shared-frames.ts'

/** What one session over several servers costs each part, in microseconds of processor time. */
export interface ServersCost {
  readonly servers: number
  /** Of all servers together. */
  readonly micros: { readonly delivery: number; readonly redisMessage: number; readonly databaseMessage: number }
  /** Statements at the database a message. */
  readonly statements: number
  readonly deliveries: number
  readonly expected: number
}

const WARMUP_SECONDS = 2
const TICK_MS = 5
const DRAIN_MS = 15_000
const BODY = 'x'.repeat(88)

/** Writes to all servers in turn, with the same readers divided among them, and takes the processor time of servers, Redis and PostgreSQL. */
export async function serversCost(
  count: number,
  { readers, rate, seconds }: { readers: number; rate: number; seconds: number },
  progress: Progress,
): Promise<ServersCost> {
  progress.show(`starting PostgreSQL, Redis and ${count} ${count === 1 ? 'server' : 'servers'}`)
  const [postgres, redis] = await Promise.all([startCountedPostgres(), startRedis()])
  const environment = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, TOKEN_SECRET }
  const servers: ServerProcess[] = []
  for (let index = 0; index < count; index += 1) servers.push(await ServerProcess.start({ environment }))
  const [first] = servers
  const { session } = await createSession(first?.url ?? '', OPERATOR_TOKEN, { title: 'Servers' })
  const watcher = new pg.Client({ connectionString: environment.DATABASE_URL })
  await watcher.connect()
  const redisWatcher = new Redis(redis.url)
  const cpu = async () => {
    const { rows } = await watcher.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()')
    const told = await redisWatcher.info('cpu')
    const redisSeconds = ['used_cpu_sys', 'used_cpu_user'].reduce(
      (sum, name) => sum + Number(new RegExp(`^${name}:(.*)`, 'm').exec(told)?.[1]),
      0,
    )
    return {
      statements: (await postgres.count()).all,
      servers: servers.reduce((sum, server) => sum + (server.cpuMicros() ?? Number.NaN), 0),
      redis: redisSeconds * 1e6,
      database: rows.reduce((sum, { pid }) => sum + (cpuMicrosOf(pid) ?? 0), 0),
    }
  }

  const total = rate * (WARMUP_SECONDS + seconds)
  const measuredFrom = rate * WARMUP_SECONDS
  const expected = (total - measuredFrom) * readers
  let deliveries = 0
  const sockets: RawReader[] = []
  const frames = new SharedFrames()
  for (let index = 0; index < readers; index += 1) {
    const server = servers[index % count] as ServerProcess
    const socket = await RawReader.open(server.port, session.id, (payload) => {
      for (const number of frames.parse(payload)?.numbers ?? []) if (number >= measuredFrom) deliveries += 1
    })
    socket.send({ type: 'hello', guestName: `Guest ${index}` })
    sockets.push(socket)
    progress.show(`${count} servers: ${index + 1} of ${readers} readers`)
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  const startMs = performance.now()
  let before = await cpu()
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1_000) * rate))
    for (; sent < due; sent += 1) {
      if (sent === measuredFrom) before = await cpu()
      const content = `${String(sent).padStart(8, '0')} ${BODY}`
      sockets[sent % readers]?.send({ type: 'sendMessage', ref: sent, key: `bench-key-${sent}`, content, guestName: 'Guest' })
    }
    progress.show(`${count} servers: sent ${sent} of ${total}`)
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  const giveUpMs = performance.now() + DRAIN_MS
  while (deliveries < expected && performance.now() < giveUpMs) await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  const after = await cpu()
  for (const socket of sockets) socket.close()
  redisWatcher.disconnect()
  await watcher.end()
  await Promise.all(servers.map((server) => server.stop()))
  await Promise.all([postgres.dispose(), redis.dispose()])
  const messages = total - measuredFrom
  return {
    servers: count,
    statements: (after.statements - before.statements) / messages,
    deliveries,
    expected,
    micros: {
      delivery: (after.servers - before.servers) / deliveries,
      redisMessage: (after.redis - before.redis) / messages,
      databaseMessage: (after.database - before.database) / messages,
    },
  }
}
