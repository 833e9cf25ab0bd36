import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { type Clock, every } from '../domain/ports.ts'

/** A command that takes longer counts as lost: Redis only ever helps, nobody waits for it. */
const COMMAND_TIMEOUT_MS = 1_000
const CONNECT_TIMEOUT_MS = 2_000
/** Both connections are asked this often whether they live: a network that swallows everything says nothing by itself. */
const PROBE_MS = 1_000
const DEFAULT_PORT = 6379
/** The longest pause between two tries to connect. */
const MAX_RETRY_MS = 2_000

/** Whether Redis answers. */
export type RedisHealth = 'ok' | 'degraded'

type Connection = Redis | Cluster

/**
 * This server's two connections to Redis, one for commands and one that listens; in a Redis Cluster one object is both. Everything over
 * it may fail at any time, and nothing that must last depends on it.
 */
export class RedisLink {
  readonly #commands: Connection
  readonly #subscriber: Connection
  readonly #clock: Clock
  readonly #onError: (error: Error) => void
  readonly #returnListeners = new Set<() => void>()
  readonly #stopProbing: () => void
  #health: RedisHealth = 'degraded'

  private constructor(commands: Connection, subscriber: Connection, clock: Clock, onError: (error: Error) => void) {
    this.#commands = commands
    this.#subscriber = subscriber
    this.#clock = clock
    this.#onError = onError
    for (const connection of new Set([commands, subscriber])) {
      // Without a listener an error would end the process. The probe tells of the state, so a broken line is said once, not each retry.
      connection.on('error', () => {})
      connection.on('close', () => this.#became('degraded'))
    }
    subscriber.on('ready', () => this.#returned())
    commands.on('ready', () => this.#returned())
    this.#stopProbing = every(clock, PROBE_MS, () => this.#probe())
  }

  /**
   * Connects to the Redis at `url`, a Cluster or not, and waits for it no longer than a connection may take: one that is away at the start
   * is used when it comes. `onError` is told when Redis goes away.
   */
  static async open(url: string, clock: Clock, onError: (error: Error) => void): Promise<RedisLink> {
    const first = new Redis(url, { ...OPTIONS, lazyConnect: true })
    first.on('error', () => {})
    await first.connect().catch(() => {})
    const lines = (await isCluster(first)) ? clusterLines(url) : { commands: first, subscriber: first.duplicate({ lazyConnect: false }) }
    const link = new RedisLink(lines.commands, lines.subscriber, clock, onError)
    if (lines.commands !== first) first.disconnect()
    await link.#firstReady()
    return link
  }

  get health(): RedisHealth {
    return this.#health
  }

  /** What Redis answers, or `null` when it does not in time. */
  async ask<Answer>(question: (commands: Connection) => Promise<Answer>): Promise<Answer | null> {
    if (this.#health === 'degraded') return null
    try {
      return await question(this.#commands)
    } catch {
      return null
    }
  }

  /** Commands in one write; their answers do not matter. */
  tell(add: (pipeline: ReturnType<Redis['pipeline']>) => void): void {
    if (this.#health === 'degraded') return
    const pipeline = this.#commands.pipeline()
    add(pipeline)
    pipeline.exec().catch(() => {})
  }

  /** Hears a sharded channel. Resolves once it does, or cannot now: it is then tried again when Redis is back. */
  async listen(channel: string): Promise<void> {
    await this.#subscriber.ssubscribe(channel).catch(() => {})
  }

  unlisten(channel: string): void {
    this.#subscriber.sunsubscribe(channel).catch(() => {})
  }

  onMessage(listener: (channel: string, message: string) => void): void {
    this.#subscriber.on('smessage', listener)
  }

  /** Called whenever Redis is there again: messages may have been lost, and what was stored may be gone. */
  onReturn(listener: () => void): void {
    this.#returnListeners.add(listener)
  }

  close(): Promise<void> {
    this.#stopProbing()
    this.#returnListeners.clear()
    this.#subscriber.disconnect()
    this.#commands.disconnect()
    return Promise.resolve()
  }

  /** Resolves when Redis is there, or after the time that a connection may take. */
  #firstReady(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.setTimer(CONNECT_TIMEOUT_MS, resolve)
      this.#returnListeners.add(() => {
        cancel()
        resolve()
      })
      this.#returned()
    })
  }

  async #probe(): Promise<void> {
    const lines = new Set([this.#commands, this.#subscriber])
    const answers = await Promise.all([...lines].map((line) => isAlive(line, this.#clock)))
    if (answers.every(Boolean)) {
      if (this.#health === 'degraded') this.#returned()
      return
    }
    this.#became('degraded')
    // A line that is open and answers nothing is cut on one way or both: only a new one helps.
    for (const [index, line] of [...lines].entries()) if (answers[index] === false && line.status === 'ready') line.disconnect(true)
  }

  #returned(): void {
    if ([this.#commands, this.#subscriber].some(({ status }) => status !== 'ready')) return
    if (this.#health === 'ok') return
    this.#became('ok')
    for (const listener of this.#returnListeners) listener()
  }

  #became(health: RedisHealth): void {
    if (this.#health === health) return
    this.#health = health
    if (health === 'degraded') this.#onError(new Error('Redis does not answer: walls go on, with news from the database'))
  }
}

const OPTIONS = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: CONNECT_TIMEOUT_MS,
  retryStrategy: retryIn,
  autoResubscribe: false,
} satisfies RedisOptions

/** In a cluster one object is both lines: it has a connection to each node, and one more to each that it listens to. */
function clusterLines(url: string): { commands: Connection; subscriber: Connection } {
  const { hostname: host, port, username, password, protocol } = new URL(url)
  const cluster = new Cluster([{ host, port: Number(port || DEFAULT_PORT) }], {
    shardedSubscribers: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: retryIn,
    redisOptions: {
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  })
  return { commands: cluster, subscriber: cluster }
}

function retryIn(times: number): number {
  return Math.min(100 * 2 ** Math.min(times, 10), MAX_RETRY_MS)
}

async function isCluster(redis: Redis): Promise<boolean> {
  const info = await redis.info('cluster').catch(() => '')
  return info.includes('cluster_enabled:1')
}

function isAlive(line: Connection, clock: Clock): Promise<boolean> {
  if (line.status !== 'ready') return Promise.resolve(false)
  return new Promise((resolve) => {
    const cancel = clock.setTimer(COMMAND_TIMEOUT_MS, () => resolve(false))
    line.ping().then(
      () => {
        cancel()
        resolve(true)
      },
      () => {
        cancel()
        resolve(false)
      },
    )
  })
}
