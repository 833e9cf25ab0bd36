import { performance } from 'node:perf_hooks'
import { RealtimeClient, memoryStorage, webSocketFactory } from '@guestwall/client'
import type { HostedSession, WallEvent, WallMessage } from '@guestwall/protocol'
import { parseServerFrame } from '@guestwall/protocol/testing'
import { openPostgresStore } from '@guestwall/server'
import { afterEach, expect } from 'vitest'
import { WebSocket } from 'ws'
import { TOKEN_SECRET } from '../support/guestwall.ts'
import { joinSession } from '../support/http-calls.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { ServerProcess } from '../support/server-process.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { WireClient } from '../support/wire-client.ts'

/** The kit of the tests of several servers: three built servers over one PostgreSQL and one Redis, each over links of its own. */

/** Looks this often whether a condition holds. */
const LOOK_MS = 5
/** Readiness is asked this often: on a loaded machine each question costs. */
const ASK_MS = 50
const REQUEST_LIMIT_MS = 8_000
/** More than any test's log. */
const ALL = 1_000_000

/** Clients and writers of a test. They end with it, also where it failed, so that the next one has the servers to itself. */
const leftovers = new Set<() => unknown>()
afterEach(async () => {
  const ends = [...leftovers]
  leftovers.clear()
  await Promise.all(ends.map((end) => end()))
})

/** Resolves once the condition holds; the test's own limit ends the waiting. */
export async function until(holds: () => boolean | Promise<boolean>, everyMs = LOOK_MS): Promise<void> {
  while (!(await holds())) await pause(everyMs)
}

/** For the pace of a load and the length of a fault, never for a result. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A figure of a run, for readers of its output. */
export function say(text: string): void {
  process.stdout.write(`  ${text}\n`)
}

/** A server, and the links to what it stands on. */
export interface Member {
  process: ServerProcess
  readonly toPostgres: TcpProxy
  readonly toRedis: TcpProxy
}

export class ThreeServers {
  readonly redis: TestRedis
  /** The database itself, past every link. */
  readonly databaseUrl: string
  readonly members: readonly Member[]

  private constructor(redis: TestRedis, databaseUrl: string, members: readonly Member[]) {
    this.redis = redis
    this.databaseUrl = databaseUrl
    this.members = members
  }

  /** On the database at `databaseUrl`. `through` replaces an address that servers are given: another proxy is then between. */
  static async start(
    databaseUrl: string,
    through: {
      redisPort?: (redis: TestRedis, index: number) => Promise<number>
      databasePort?: number
      environment?: (index: number) => Record<string, string>
    } = {},
  ): Promise<ThreeServers> {
    const redis = await startRedis()
    const start = async (index: number): Promise<Member> => {
      const [toPostgres, toRedis] = await Promise.all([
        startTcpProxy({ port: through.databasePort ?? Number(new URL(databaseUrl).port) }),
        startTcpProxy({ port: (await through.redisPort?.(redis, index)) ?? redis.port }),
      ])
      const environment = { ...environmentOf(databaseUrl, toPostgres, toRedis), ...through.environment?.(index) }
      const process = await ServerProcess.start({ environment })
      return { process, toPostgres, toRedis }
    }
    // The first one makes the tables; on a busy machine the others would wait for it longer than a server waits for its database.
    const first = await start(0)
    return new ThreeServers(redis, databaseUrl, [first, ...(await Promise.all([1, 2].map(start)))])
  }

  get urls(): string[] {
    return this.members.map(({ process: { url } }) => url)
  }

  url(index: number): string {
    return this.member(index).process.url
  }

  member(index: number): Member {
    return this.members[index] as Member
  }

  createSession(): Promise<HostedSession> {
    return this.member(0).process.createSession()
  }

  /** Starts a server that was killed or has ended, on its own port. */
  async startAgain(index: number): Promise<void> {
    const member = this.member(index)
    const { port, directory } = member.process
    const environment = environmentOf(this.databaseUrl, member.toPostgres, member.toRedis)
    member.process = await ServerProcess.start({ port, directory, environment })
  }

  /** Waits until every server says this of its Redis and is ready. Redis must not be the reason where one is not. */
  async untilRedisIs(health: 'ok' | 'degraded', indices: readonly number[] = [0, 1, 2]): Promise<void> {
    await until(async () => {
      const answers = await Promise.all(indices.map((index) => readiness(this.url(index))))
      // A busy machine may hold up the store for a moment; Redis alone never makes a server unready.
      expect(answers.filter(({ status, store }) => status !== 200 && store === 'ok')).toEqual([])
      return answers.every(({ status, redis }) => status === 200 && redis === health)
    }, ASK_MS)
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map(({ process }) => process.stop()))
    await Promise.all(this.members.flatMap(({ toPostgres, toRedis }) => [toPostgres.close(), toRedis.close()]))
    await this.redis.dispose()
  }
}

function environmentOf(databaseUrl: string, toPostgres: TcpProxy, toRedis: TcpProxy): Record<string, string> {
  const database = new URL(databaseUrl)
  database.port = String(toPostgres.port)
  return { DATABASE_URL: database.href, REDIS_URL: `redis://127.0.0.1:${toRedis.port}`, TOKEN_SECRET, LOG_LEVEL: 'silent' }
}

/** The state of a server, as its `/readyz` reports it. */
export async function readiness(url: string): Promise<{ status: number; redis: string; store: string }> {
  const response = await fetch(`${url}/readyz`)
  return { ...((await response.json()) as { redis: string; store: string }), status: response.status }
}

export async function join(url: string, sessionId: string, guestName: string): Promise<string> {
  return (await joinSession(url, sessionId, guestName)).token
}

/** A bare reader of the wall from its first event on, that notes when each one came. */
export class Reader {
  readonly client: WireClient
  readonly events: WallEvent[] = []
  /** By event id, on this process's monotonic clock. */
  readonly cameAt = new Map<number, number>()

  private constructor(client: WireClient) {
    this.client = client
    client.webSocket.on('message', (data: Buffer) => {
      const now = performance.now()
      const frame = parseServerFrame(data.toString())
      for (const event of frame.type === 'events' ? (frame.events as WallEvent[]) : []) {
        this.events.push(event)
        if (!this.cameAt.has(event.id)) this.cameAt.set(event.id, now)
      }
    })
  }

  /** On a session in which nothing has happened yet. */
  static async open(url: string, sessionId: string, guestName: string): Promise<Reader> {
    const client = await WireClient.open(url, sessionId)
    leftovers.add(() => client.close())
    const reader = new Reader(client)
    client.send({ type: 'hello', guestName })
    await client.frame('snapshot')
    return reader
  }

  get head(): number {
    return this.events.at(-1)?.id ?? 0
  }
}

/** How far behind the first reader the last one was, over the events after `from`, in milliseconds. */
export interface Lag {
  readonly worstMs: number
  /** Nine in ten events are less late. A machine that stands still for a moment does not move it; a wall that waits for a fault to end does. */
  readonly mostMs: number
}

export function lagOf(readers: readonly Reader[], from = 0): Lag {
  const ids = [...(readers[0] as Reader).cameAt.keys()].filter((id) => id > from)
  const lags = ids.map((id) => {
    const times = readers.flatMap(({ cameAt }) => cameAt.get(id) ?? [])
    return Math.round(Math.max(...times) - Math.min(...times))
  })
  lags.sort((left, right) => left - right)
  return { worstMs: lags.at(-1) ?? 0, mostMs: lags[Math.floor(lags.length * 0.9)] ?? 0 }
}

/** Guests who write one message after the other over HTTP, each under its key until it is acknowledged, whichever server takes it. */
export class Writers {
  readonly acknowledged = new Map<string, WallMessage>()
  /** Tries that no server answered, or that one refused for now. */
  unknown = 0
  /** Final refusals. A test expects none. */
  readonly refusals: string[] = []
  readonly #urls: () => readonly string[]
  readonly #sessionId: string
  #isOver = false
  #isAbandoned = false
  #tokens: string[] = []
  #running: Promise<void>[] = []

  constructor(urls: () => readonly string[], sessionId: string) {
    this.#urls = urls
    this.#sessionId = sessionId
    leftovers.add(() => this.#end())
  }

  /** `count` writers, each `pauseMs` between an acknowledgement and the next message, spread over the servers. */
  async start(count: number, pauseMs: number): Promise<void> {
    await this.join(count)
    this.write(pauseMs)
  }

  /** They come, and write nothing yet. */
  async join(count: number): Promise<void> {
    const joining = Array.from({ length: count }, (_, index) => join(this.#urlAt(index), this.#sessionId, `Writer ${index}`))
    this.#tokens = await Promise.all(joining)
  }

  write(pauseMs: number): void {
    this.#running = this.#tokens.map((token, index) => this.#write(token, index, pauseMs))
  }

  /** Waits until `more` messages have been acknowledged from now on. */
  async acknowledge(more: number): Promise<void> {
    const target = this.acknowledged.size + more
    await until(() => this.acknowledged.size >= target)
  }

  /** The test is over: nobody waits for what is under way. */
  #end(): void {
    this.#isOver = true
    this.#isAbandoned = true
  }

  /** Resolves when what is under way is acknowledged, too. */
  async stop(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#running)
  }

  #urlAt(index: number): string {
    const urls = this.#urls()
    return urls[index % urls.length] as string
  }

  async #write(token: string, writer: number, pauseMs: number): Promise<void> {
    for (let index = 0; !this.#isOver; index += 1) {
      const key = `written-${writer}-${index}`
      const body = { session: this.#sessionId, key, content: key, guestName: `Writer ${writer}` }
      // Its own server first, then the others: any of them knows the key (SYNC-6).
      for (let tries = 0; !this.acknowledged.has(key) && !this.#isAbandoned; tries += 1) {
        const message = await this.#post(this.#urlAt(writer + tries), token, body)
        if (message !== null) {
          this.acknowledged.set(key, message)
        } else {
          this.unknown += 1
          await pause(20)
        }
      }
      if (pauseMs > 0) await pause(pauseMs)
    }
  }

  async #post(url: string, token: string, body: object): Promise<WallMessage | null> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const signal = AbortSignal.timeout(REQUEST_LIMIT_MS)
    const response = await fetch(`${url}/api/realtime/messages`, { method: 'POST', headers, body: JSON.stringify(body), signal }).catch(
      () => null,
    )
    const answer = (await response?.json().catch(() => null)) as { message?: WallMessage; code?: string; retryable?: boolean } | null
    if (response === null || answer === null) return null
    if (!response.ok && answer.retryable !== true) this.refusals.push(`${response.status} ${answer.code}`)
    return response.ok ? (answer.message ?? null) : null
  }
}

/** A guest's real client, with WebSockets. */
export function realtimeClient(url: string, sessionId: string, guestName: string): RealtimeClient {
  const transports = { socket: webSocketFactory(WebSocket) }
  const client = new RealtimeClient({ url, session: sessionId, guestName, storage: memoryStorage(), transports })
  leftovers.add(() => client.close())
  client.connect()
  return client
}

/** The log as the database has it. */
export async function readLog(databaseUrl: string, sessionId: string): Promise<{ epoch: string; events: WallEvent[] }> {
  const store = await openPostgresStore(databaseUrl, () => {})
  try {
    const log = await store.readEvents(sessionId, 0, ALL)
    if (log === null) throw new Error('there is no such session')
    return { epoch: log.epoch, events: log.events.map(({ event }) => event) }
  } finally {
    await store.close()
  }
}

/**
 * Ends the writing and holds everything against the database: ids without a hole, each key once, what was acknowledged is there as it
 * was acknowledged, and each reader has exactly the log, in its order.
 */
export async function expectOneLog(
  { databaseUrl }: { readonly databaseUrl: string },
  sessionId: string,
  writers: Writers,
  readers: readonly Reader[],
): Promise<WallEvent[]> {
  await writers.stop()
  expect(writers.refusals).toEqual([])
  const { events } = await readLog(databaseUrl, sessionId)
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1))
  const stored = new Map(events.map(({ data }) => [(data as WallMessage).key, data as WallMessage]))
  expect(stored.size).toBe(events.length)
  expect(stored).toEqual(writers.acknowledged)
  await until(() => readers.every(({ head, client }) => head >= events.length || client.closed !== null))
  for (const reader of readers) expect(reader.events).toEqual(events)
  return events
}
