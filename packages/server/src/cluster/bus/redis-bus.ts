import * as v from 'valibot'
import type { Clock } from '../../domain/ports.ts'
import { sessionKey, sessionOfKey } from '../redis/keys.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import type { LogSlice } from '../../domain/log-event.ts'
import type { PageReport } from '../../domain/page-report.ts'
import type { Bus, BusListener, ReportListener } from './bus.ts'
import { encodeHint, parseHint } from './hint.ts'
import { PauseWatch } from './pause-watch.ts'
import { encodeReport, isReport, parseReport } from './report-hint.ts'

/** How long Redis keeps the head of a log. */
const HEAD_TTL_S = 30 * 24 * 60 * 60
/** While Redis is away, only head checks find new events: state that was compared with the store longer ago than two checks may be stale. */
const MAX_UNCHECKED_MS = 3_500

/** A score as Redis writes it; `null` if there is none. */
const HeadSchema = v.nullable(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)))

/**
 * The bus over Redis: one pipelined call records the head of the log and publishes the hint with the events. Redis stores no event, so it
 * holds no body of a removed message (LOG-5).
 */
export class RedisBus implements Bus {
  readonly #link: RedisLink
  readonly #server: string
  readonly #listeners = new Set<BusListener>()
  readonly #reportListeners = new Set<ReportListener>()
  readonly #lostListeners = new Set<() => void>()
  readonly #followed = new Set<string>()
  readonly #clock: Clock
  readonly #pauses: PauseWatch
  /** State from before this time may be stale. */
  #staleMs = Number.NEGATIVE_INFINITY

  /** `server`: the unique name of this server process among those that share the Redis. */
  constructor(link: RedisLink, server: string, clock: Clock) {
    this.#link = link
    this.#server = server
    this.#clock = clock
    this.#pauses = new PauseWatch(clock)
    link.onMessage((channel, message) => this.#onMessage(sessionOfKey(channel), message))
    link.onReturn(() => void this.#followAgain())
  }

  publish(sessionId: string, slice: LogSlice): void {
    this.#emit(sessionId, slice)
    this.#link.write([headsOf(sessionId)], (pipeline) => {
      pipeline.spublish(channelOf(sessionId), encodeHint(this.#server, slice))
      pipeline.zadd(headsOf(sessionId), 'GT', slice.to, slice.epoch)
      pipeline.expire(headsOf(sessionId), HEAD_TTL_S)
    })
  }

  async follow(sessionId: string): Promise<void> {
    this.#followed.add(sessionId)
    await this.#link.subscribe(channelOf(sessionId))
  }

  unfollow(sessionId: string): void {
    if (this.#followed.delete(sessionId)) this.#link.unsubscribe(channelOf(sessionId))
  }

  onSlice(listener: BusListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publishReport(sessionId: string, report: PageReport): void {
    this.#emitReport(sessionId, report)
    this.#link.write([], (pipeline) => void pipeline.spublish(channelOf(sessionId), encodeReport(this.#server, report)))
  }

  onReport(listener: ReportListener): () => void {
    this.#reportListeners.add(listener)
    return () => this.#reportListeners.delete(listener)
  }

  onLost(listener: () => void): () => void {
    this.#lostListeners.add(listener)
    return () => this.#lostListeners.delete(listener)
  }

  staleSinceMs(): number {
    const unheardMs = this.#link.health === 'degraded' ? this.#clock.now() - MAX_UNCHECKED_MS : Number.NEGATIVE_INFINITY
    return Math.max(this.#staleMs, this.#pauses.lastEndMs(), unheardMs)
  }

  recordHead(sessionId: string, epoch: string, head: number): void {
    this.#link.write([headsOf(sessionId)], (pipeline) => {
      pipeline.zadd(headsOf(sessionId), 'GT', head, epoch)
      pipeline.expire(headsOf(sessionId), HEAD_TTL_S)
    })
  }

  knownHead(sessionId: string, epoch: string): Promise<number | null> {
    return this.#link.ask({ keys: [headsOf(sessionId)], form: HeadSchema }, (redis) => redis.zscore(headsOf(sessionId), epoch))
  }

  forget(sessionId: string): void {
    this.#link.write([headsOf(sessionId)], (pipeline) => {
      pipeline.del(headsOf(sessionId))
    })
  }

  close(): Promise<void> {
    this.#pauses.stop()
    this.#listeners.clear()
    this.#reportListeners.clear()
    this.#lostListeners.clear()
    this.#followed.clear()
    return Promise.resolve()
  }

  #emit(sessionId: string, slice: LogSlice): void {
    for (const listener of this.#listeners) listener(sessionId, slice)
  }

  #emitReport(sessionId: string, report: PageReport): void {
    for (const listener of this.#reportListeners) listener(sessionId, report)
  }

  #onMessage(sessionId: string, message: string): void {
    if (isReport(message)) return this.#onReport(sessionId, message)
    const hint = parseHint(message)
    if (hint === null) {
      this.#link.noteMalformed()
      return
    }
    if (hint.server === this.#server || !this.#followed.has(sessionId)) return
    const { epoch, from, to, events } = hint
    // Without events it is a slice that continues no head: the receiver reads the missing events.
    this.#emit(sessionId, events === undefined ? { epoch, from: to, to, events: [] } : { epoch, from, to, events })
  }

  #onReport(sessionId: string, message: string): void {
    const passed = parseReport(message)
    if (passed === null) this.#link.noteMalformed()
    else if (passed.server !== this.#server && this.#followed.has(sessionId)) this.#emitReport(sessionId, passed.report)
  }

  /** Subscribes first and compares afterwards: an event that is committed in between is either received or read. */
  async #followAgain(): Promise<void> {
    await Promise.all([...this.#followed].map((sessionId) => this.#link.subscribe(channelOf(sessionId))))
    this.#staleMs = this.#clock.now()
    for (const listener of this.#lostListeners) listener()
  }
}

/** The key with the session's heads, by epoch. */
function headsOf(sessionId: string): string {
  return sessionKey(sessionId, 'heads')
}

function channelOf(sessionId: string): string {
  return sessionKey(sessionId, 'news')
}
