import * as v from 'valibot'
import { type Clock, every } from '../../domain/ports.ts'
import { sessionKey, sessionOfKey } from '../redis/keys.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import type { LogSlice } from '../../storage/store.ts'
import type { Bus, BusListener } from './bus.ts'
import { encodeHint, parseHint } from './hint.ts'

/** How long Redis remembers how far a log had come. */
const HEAD_LIFE_S = 30 * 24 * 60 * 60
/** A process that stood still for longer may have missed what happened meanwhile. */
const PAUSE_MS = 2_000
const BEAT_MS = 500
/** While Redis is away head checks alone bring news: what was compared with the store longer ago than two of them take may be old. */
const UNHEARD_MS = 3_500

/** A score, as Redis writes it; `null` where there is none. */
const HeadSchema = v.nullable(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)))

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
  readonly #clock: Clock
  readonly #stopBeating: () => void
  #beatMs: number
  /** What was heard until then may have missed something. */
  #doubtedMs = Number.NEGATIVE_INFINITY

  /** `server`: this server's name among those that share the Redis, different at each start. */
  constructor(link: RedisLink, server: string, clock: Clock) {
    this.#link = link
    this.#server = server
    this.#clock = clock
    this.#beatMs = clock.now()
    this.#stopBeating = every(clock, BEAT_MS, () => this.#beat())
    link.onMessage((channel, message) => this.#hear(sessionOfKey(channel), message))
    link.onReturn(() => void this.#followAgain())
  }

  publish(sessionId: string, slice: LogSlice): void {
    this.#emit(sessionId, slice)
    this.#link.tell([headsOf(sessionId)], (pipeline) => {
      pipeline.spublish(channelOf(sessionId), encodeHint(this.#server, slice))
      pipeline.zadd(headsOf(sessionId), 'GT', slice.to, slice.epoch)
      pipeline.expire(headsOf(sessionId), HEAD_LIFE_S)
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

  doubtedSinceMs(): number {
    this.#beat()
    const unheardMs = this.#link.health === 'degraded' ? this.#clock.now() - UNHEARD_MS : Number.NEGATIVE_INFINITY
    return Math.max(this.#doubtedMs, unheardMs)
  }

  tellHead(sessionId: string, epoch: string, head: number): void {
    this.#link.tell([headsOf(sessionId)], (pipeline) => {
      pipeline.zadd(headsOf(sessionId), 'GT', head, epoch)
      pipeline.expire(headsOf(sessionId), HEAD_LIFE_S)
    })
  }

  knownHead(sessionId: string, epoch: string): Promise<number | null> {
    return this.#link.ask({ keys: [headsOf(sessionId)], form: HeadSchema }, (redis) => redis.zscore(headsOf(sessionId), epoch))
  }

  close(): Promise<void> {
    this.#stopBeating()
    this.#listeners.clear()
    this.#lostListeners.clear()
    this.#followed.clear()
    return Promise.resolve()
  }

  #emit(sessionId: string, slice: LogSlice): void {
    for (const listener of this.#listeners) listener(sessionId, slice)
  }

  #hear(sessionId: string, message: string): void {
    const hint = parseHint(message)
    if (hint === null) {
      this.#link.noteMalformed()
      return
    }
    if (hint.server === this.#server || !this.#followed.has(sessionId)) return
    const { epoch, from, to, events } = hint
    // Without its events it is a slice that continues nothing: whoever applies it reads what is missing.
    this.#emit(sessionId, events === undefined ? { epoch, from: to, to, events: [] } : { epoch, from, to, events })
  }

  /** A process that stood still has heard nothing meanwhile; what lies unread is as old as the pause. */
  #beat(): void {
    const now = this.#clock.now()
    if (now - this.#beatMs > PAUSE_MS) this.#doubtedMs = now
    this.#beatMs = now
  }

  /** First listen, then compare: what is committed in between is either heard or read. */
  async #followAgain(): Promise<void> {
    await Promise.all([...this.#followed].map((sessionId) => this.#link.listen(channelOf(sessionId))))
    this.#doubtedMs = this.#clock.now()
    for (const listener of this.#lostListeners) listener()
  }
}

/** How far the session's log has come, by epoch. */
function headsOf(sessionId: string): string {
  return sessionKey(sessionId, 'heads')
}

function channelOf(sessionId: string): string {
  return sessionKey(sessionId, 'news')
}
