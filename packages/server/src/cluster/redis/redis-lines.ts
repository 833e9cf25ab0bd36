import { Cluster, Command, Redis, type RedisOptions } from 'ioredis'

export const CONNECT_TIMEOUT_MS = 2_000
const DEFAULT_PORT = 6379
/** The longest pause between two tries to connect. */
const MAX_RETRY_MS = 2_000
/** How often the masters of a cluster are asked for anew: a slot's master changes at a failover. */
const SLOTS_REFRESH_MS = 1_000
const MAX_REDIRECTIONS = 4

export type Connection = Redis | Cluster

/** Told of what happens to the lines: one is ready, closed, or had an error. */
export interface LineEvents {
  onReady(): void
  onClose(): void
  onError(error: Error): void
  onMessage(channel: string, message: string): void
}

/** One connection for commands and one that listens; in a Redis Cluster one object is both, with connections to each master. */
export interface RedisLines {
  readonly commands: Connection
  readonly isReady: boolean
  /** Listens to a sharded channel, again where it did before. Rejects when it cannot now. */
  listen(channel: string): Promise<unknown>
  unlisten(channel: string): Promise<unknown>
  /** A hash tag for each master, whose keys and channels that master holds. Throws while a part of the keys has none. */
  masterTags(): string[]
  /** New lines in place of these, which are open and carry nothing. */
  renew(): RedisLines
  close(): void
}

/** A first connection: whether it is to a cluster shows once it is ready. */
export function firstConnection(url: string, events: LineEvents): Redis {
  const first = new Redis(url, OPTIONS)
  listenTo(first, events)
  return first
}

export async function isCluster(redis: Redis): Promise<boolean> {
  return (await redis.info('cluster')).includes('cluster_enabled:1')
}

/** The lines to a single Redis, of which the first connection is one. */
export function singleLines(commands: Redis, events: LineEvents): RedisLines {
  const subscriber = commands.duplicate()
  listenTo(subscriber, events)
  const lines: RedisLines = {
    commands,
    listen: (channel) => subscriber.ssubscribe(channel),
    unlisten: (channel) => subscriber.sunsubscribe(channel),
    get isReady() {
      return commands.status === 'ready' && subscriber.status === 'ready'
    },
    masterTags: () => ['probe'],
    renew() {
      for (const connection of [commands, subscriber]) connection.disconnect(true)
      return lines
    },
    close() {
      for (const connection of [commands, subscriber]) connection.disconnect()
    },
  }
  return lines
}

/** Where a cluster may be asked. */
interface Seed {
  readonly host: string
  readonly port: number
}

/** The lines to a Redis Cluster: `known` are nodes that may be asked, besides the one of `url`, where the others are. */
export function clusterLines(url: string, events: LineEvents, known: readonly Seed[] = []): RedisLines {
  const { hostname, port, username, password, protocol } = new URL(url)
  const given = { host: hostname, port: Number(port || DEFAULT_PORT) }
  const cluster = new Cluster([given, ...known], {
    shardedSubscribers: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: retryIn,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    // An error is an answer: what it says opens the breaker, and the question is not asked again behind its back.
    maxRedirections: MAX_REDIRECTIONS,
    retryDelayOnClusterDown: 0,
    retryDelayOnFailover: 0,
    redisOptions: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  })
  const listening = new Set<string>()
  let isOver = false
  listenTo(cluster, events, () => isOver)
  cluster.on('node error', (error: Error) => events.onError(error))
  const close = () => {
    isOver = true
    cluster.disconnect()
  }
  return {
    commands: cluster,
    async listen(channel) {
      // The library would list the channel a second time.
      if (listening.has(channel)) await cluster.sunsubscribe(channel)
      listening.add(channel)
      return cluster.ssubscribe(channel)
    },
    unlisten(channel) {
      listening.delete(channel)
      return cluster.sunsubscribe(channel)
    },
    get isReady() {
      return cluster.status === 'ready'
    },
    masterTags: () => masterTagsOf(cluster.slots),
    renew() {
      const seeds = seedsOf(cluster)
      close()
      return clusterLines(url, events, seeds)
    },
    close,
  }
}

/** The nodes that are known now. */
function seedsOf(cluster: Cluster): Seed[] {
  return cluster.nodes('all').flatMap(({ options: { host, port } }) => (host === undefined || port === undefined ? [] : [{ host, port }]))
}

const OPTIONS = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  // A Redis that loads its data says so, and is asked again this much later.
  maxLoadingRetryTime: 1_000,
  retryStrategy: retryIn,
  autoResubscribe: false,
} satisfies RedisOptions

function listenTo(connection: Connection, events: LineEvents, isOver: () => boolean = () => false): void {
  // Without a listener an error would end the process.
  connection.on('error', (error: Error) => events.onError(error))
  connection.on('close', () => {
    if (!isOver()) events.onClose()
  })
  connection.on('ready', () => events.onReady())
  connection.on('smessage', (channel: string, message: string) => events.onMessage(channel, message))
}

function retryIn(times: number): number {
  return Math.min(100 * 2 ** Math.min(times, 10), MAX_RETRY_MS)
}

/** More tags than any cluster needs until each master has one. */
const MAX_TAGS = 100_000

function masterTagsOf(slots: readonly (readonly string[] | undefined)[]): string[] {
  const masters = new Set(slots.map((nodes) => nodes?.[0] ?? ''))
  if (slots.length === 0 || masters.has('')) throw new Error('a part of the cluster has no master')
  const tags = new Map<string, string>()
  for (let number = 0; tags.size < masters.size && number < MAX_TAGS; number += 1) {
    const tag = `probe-${number}`
    const master = slots[new Command('get', [`{${tag}}`]).getSlot()]?.[0] ?? ''
    if (!tags.has(master)) tags.set(master, tag)
  }
  return [...tags.values()]
}
