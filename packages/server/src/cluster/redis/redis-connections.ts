import { Cluster, Command, Redis, type RedisOptions } from 'ioredis'

export const CONNECT_TIMEOUT_MS = 2_000
const DEFAULT_PORT = 6379
/** The longest pause between two tries to connect. */
const MAX_RETRY_MS = 2_000
/** How often the masters of a cluster are read: they change at a failover. */
const SLOTS_REFRESH_MS = 1_000
const MAX_REDIRECTIONS = 4

export type Connection = Redis | Cluster

/** Called when a connection is ready, closed, has an error or a message. */
export interface ConnectionEvents {
  onReady(): void
  onClose(): void
  onError(error: Error): void
  onMessage(channel: string, message: string): void
}

/** One connection for commands and one for subscriptions. In a Redis Cluster one object is both, with connections to each master. */
export interface RedisConnections {
  readonly commands: Connection
  readonly isReady: boolean
  /** Subscribes to a sharded channel, again where it was subscribed. Rejects when it cannot now. */
  subscribe(channel: string): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  /** One hash tag for each master: that master holds its keys and channels. Throws while a slot has no master. */
  masterTags(): string[]
  /** Replaces connections that are open and carry nothing. */
  renew(): RedisConnections
  close(): void
}

/** The first connection. Once it is ready `isCluster` can ask what it leads to. */
export function firstConnection(url: string, events: ConnectionEvents): Redis {
  const first = new Redis(url, OPTIONS)
  listenTo(first, events)
  return first
}

export async function isCluster(redis: Redis): Promise<boolean> {
  return (await redis.info('cluster')).includes('cluster_enabled:1')
}

/** The connections to a single Redis; `commands` is the first connection. */
export function singleConnections(commands: Redis, events: ConnectionEvents): RedisConnections {
  const subscriber = commands.duplicate()
  listenTo(subscriber, events)
  const connections: RedisConnections = {
    commands,
    subscribe: (channel) => subscriber.ssubscribe(channel),
    unsubscribe: (channel) => subscriber.sunsubscribe(channel),
    get isReady() {
      return commands.status === 'ready' && subscriber.status === 'ready'
    },
    masterTags: () => ['probe'],
    renew() {
      for (const connection of [commands, subscriber]) connection.disconnect(true)
      return connections
    },
    close() {
      for (const connection of [commands, subscriber]) connection.disconnect()
    },
  }
  return connections
}

/** The address of a node. */
interface Seed {
  readonly host: string
  readonly port: number
}

/** The connections to a Redis Cluster. `known`: nodes, besides the one of `url`, that may be asked for the others. */
export function clusterConnections(url: string, events: ConnectionEvents, known: readonly Seed[] = []): RedisConnections {
  const { hostname, port, username, password, protocol } = new URL(url)
  const given = { host: hostname, port: Number(port || DEFAULT_PORT) }
  const cluster = new Cluster([given, ...known], {
    shardedSubscribers: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: retryIn,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    // An error opens the breaker. So the library must not repeat the command by itself.
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
    async subscribe(channel) {
      // Otherwise the library would hold the channel twice.
      if (listening.has(channel)) await cluster.sunsubscribe(channel)
      listening.add(channel)
      return cluster.ssubscribe(channel)
    },
    unsubscribe(channel) {
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
      return clusterConnections(url, events, seeds)
    },
    close,
  }
}

/** The addresses of the nodes that are known now. */
function seedsOf(cluster: Cluster): Seed[] {
  return cluster.nodes('all').flatMap(({ options: { host, port } }) => (host === undefined || port === undefined ? [] : [{ host, port }]))
}

const OPTIONS = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  // Time until the next try at a Redis that still loads its data.
  maxLoadingRetryTime: 1_000,
  retryStrategy: retryIn,
  autoResubscribe: false,
} satisfies RedisOptions

function listenTo(connection: Connection, events: ConnectionEvents, isOver: () => boolean = () => false): void {
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
