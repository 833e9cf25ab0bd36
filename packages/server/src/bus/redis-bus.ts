import type { LogEvent } from '../domain/audience.ts'
import { sessionKey, sessionOfKey } from '../redis/keys.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import type { LogSlice } from '../store/store.ts'
import type { Bus, BusListener } from './bus.ts'

/** How long Redis remembers how far a log had come. */
const HEAD_LIFE_S = 30 * 24 * 60 * 60
/** A larger batch is told without its events: who lacks them reads them. */
const HINT_BYTES = 64 * 1024

/** What one server tells the others. `events` is absent where they would be too large for a hint. */
interface Hint {
  readonly server: string
  readonly epoch: string
  readonly from: number
  readonly to: number
  readonly events?: readonly LogEvent[]
}

/**
 * The bus over Redis: one pipelined call notes how far the log has come and publishes the hint with the events. Redis passes events on
 * and keeps none of them: a body that was removed is nowhere in it (LOG-5).
 */
export class RedisBus implements Bus {
  readonly #link: RedisLink
  readonly #server: string
  readonly #listeners = new Set<BusListener>()
  readonly #lostListeners = new Set<() => void>()
  readonly #followed = new Set<string>()

  /** `server`: this server's name among those that share the Redis, different at each start. */
  constructor(link: RedisLink, server: string) {
    this.#link = link
    this.#server = server
    link.onMessage((channel, message) => this.#hear(sessionOfKey(channel), message))
    link.onReturn(() => void this.#followAgain())
  }

  publish(sessionId: string, slice: LogSlice): void {
    this.#emit(sessionId, slice)
    const { epoch, from, to, events } = slice
    const encoded = events.map((logged) => JSON.stringify(logged))
    const isSmall = encoded.reduce((bytes, json) => bytes + json.length, 0) <= HINT_BYTES
    const head = JSON.stringify({ server: this.#server, epoch, from, to })
    const hint = isSmall ? `${head.slice(0, -1)},"events":[${encoded.join(',')}]}` : head
    this.#link.tell((pipeline) => {
      pipeline.zadd(headsOf(sessionId), 'GT', to, epoch)
      pipeline.expire(headsOf(sessionId), HEAD_LIFE_S)
      pipeline.spublish(channelOf(sessionId), hint)
    })
  }

  async follow(sessionId: string): Promise<void> {
    this.#followed.add(sessionId)
    await this.#link.listen(channelOf(sessionId))
  }

  unfollow(sessionId: string): void {
    if (this.#followed.delete(sessionId)) this.#link.unlisten(channelOf(sessionId))
  }

  onSlice(listener: BusListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onLost(listener: () => void): () => void {
    this.#lostListeners.add(listener)
    return () => this.#lostListeners.delete(listener)
  }

  async knownHead(sessionId: string, epoch: string): Promise<number | null> {
    const head = await this.#link.ask((redis) => redis.zscore(headsOf(sessionId), epoch))
    return head === null ? null : Number(head)
  }

  close(): Promise<void> {
    this.#listeners.clear()
    this.#lostListeners.clear()
    this.#followed.clear()
    return Promise.resolve()
  }

  #emit(sessionId: string, slice: LogSlice): void {
    for (const listener of this.#listeners) listener(sessionId, slice)
  }

  #hear(sessionId: string, message: string): void {
    const hint = parsed<Hint>(message)
    if (hint === null || hint.server === this.#server || !this.#followed.has(sessionId)) return
    const { epoch, from, to, events } = hint
    // Without its events it is a slice that continues nothing: whoever applies it reads what is missing.
    this.#emit(sessionId, events === undefined ? { epoch, from: to, to, events: [] } : { epoch, from, to, events })
  }

  /** First listen, then compare: what is committed in between is either heard or read. */
  async #followAgain(): Promise<void> {
    await Promise.all([...this.#followed].map((sessionId) => this.#link.listen(channelOf(sessionId))))
    for (const listener of this.#lostListeners) listener()
  }
}

/** `null`: not ours, and lost like any other hint. Whoever may write to Redis must not end the process with it. */
function parsed<Value>(text: string): Value | null {
  try {
    return JSON.parse(text) as Value
  } catch {
    return null
  }
}

/** How far the session's log has come, by epoch. */
function headsOf(sessionId: string): string {
  return sessionKey(sessionId, 'heads')
}

function channelOf(sessionId: string): string {
  return sessionKey(sessionId, 'news')
}
