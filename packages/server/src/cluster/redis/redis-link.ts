import type { ChainableCommander, Redis } from 'ioredis'
import * as v from 'valibot'
import { type Clock, every } from '../../domain/ports.ts'
import { Breaker } from './breaker.ts'
import { ANSWER_LIMIT_MS, causeOf, isOfTheData, isOfTheLogin, NotInTime } from './redis-fault.ts'
import {
  clusterLines,
  CONNECT_TIMEOUT_MS,
  type Connection,
  firstConnection,
  isCluster,
  type LineEvents,
  type RedisLines,
  singleLines,
} from './redis-lines.ts'
import { RedisProbe } from './redis-probe.ts'

/** Work is tried this often: a network that swallows everything says nothing by itself. */
const PROBE_MS = 1_000

/** Whether Redis does its work. */
export type RedisHealth = 'ok' | 'degraded'

/** Told, in words for the operator, when Redis goes away, is back, or has lost what it held. */
export type RedisReport = (news: 'away' | 'back' | 'emptied', words: string) => void

/** What is asked of Redis: the keys that it is about, all of one session, and the form of an answer that can be believed. */
export interface Question<Answer> {
  readonly keys: readonly string[]
  readonly form: v.GenericSchema<unknown, Answer>
}

/** The answers to a pipeline's commands. Rejects where one has an error: with one that tells of Redis itself, if there is any. */
export async function answersOf(pipeline: ChainableCommander): Promise<unknown[]> {
  const answers = (await pipeline.exec()) ?? []
  const errors = answers.flatMap(([error]) => error ?? [])
  const worst = errors.find((error) => !isOfTheData(error)) ?? errors[0]
  if (worst !== undefined) throw worst
  return answers.map(([, answer]) => answer)
}

/**
 * This server's link to Redis, a Cluster or not. One breaker stands before every question: an error that tells of Redis itself, or no
 * answer in time, opens it, and then nobody asks and nobody waits, until probes have done real work. What Redis answers is checked, and
 * what cannot be read is dropped there. Nothing that must last depends on it.
 */
export class RedisLink {
  readonly #url: string
  readonly #clock: Clock
  readonly #report: RedisReport
  readonly #breaker = new Breaker()
  readonly #probe: RedisProbe
  readonly #returnListeners = new Set<() => void>()
  readonly #messageListeners = new Set<(channel: string, message: string) => void>()
  /** Ends each question that is under way. */
  readonly #asked = new Set<(error: Error) => void>()
  readonly #stopProbing: () => void
  readonly #events: LineEvents
  #first: Redis | null
  #lines: RedisLines | null = null
  #probing: Promise<void> | null = null
  /** Probes in a row that were not answered in time. */
  #unanswered = 0
  #lastError: Error = new Error('it has not been reached yet')
  #awaySinceMs: number | null = null
  #hasSaidLogin = false
  #isClosed = false
  #malformed = 0

  private constructor(url: string, clock: Clock, report: RedisReport, server: string) {
    this.#url = url
    this.#clock = clock
    this.#report = report
    this.#probe = new RedisProbe(server)
    this.#events = {
      onReady: () => void this.#tryWork(),
      onClose: () => this.#away(this.#lastError),
      onError: (error) => this.#noteError(error),
      onMessage: (channel, message) => this.#hear(channel, message),
    }
    this.#first = firstConnection(url, this.#events)
    this.#stopProbing = every(clock, PROBE_MS, () => this.#tryWork())
  }

  /**
   * Connects to the Redis at `url` and waits for it no longer than a connection may take: one that is away at the start is used when it
   * comes. `server`: a name that no other server has.
   */
  static async open(url: string, clock: Clock, report: RedisReport, server: string): Promise<RedisLink> {
    const link = new RedisLink(url, clock, report, server)
    await link.#firstReady()
    if (link.#breaker.isOpen) link.#say(link.#lastError)
    return link
  }

  get health(): RedisHealth {
    return this.#breaker.isOpen ? 'degraded' : 'ok'
  }

  /** Answers and messages so far that could not be believed. */
  get malformed(): number {
    return this.#malformed
  }

  /** What Redis answers; `null` when it does not in time, or says what cannot be believed. */
  async ask<Answer>({ keys, form }: Question<Answer>, question: (redis: Connection) => Promise<unknown>): Promise<Answer | null> {
    const answer = await this.#run(question)
    if (answer === null) return null
    const parsed = 'value' in answer ? v.safeParse(form, answer.value) : null
    if (parsed?.success === true) return parsed.output
    this.#drop(keys)
    return null
  }

  /** Commands in one write; their answers do not matter, their errors do. */
  tell(keys: readonly string[], add: (pipeline: ChainableCommander) => void): void {
    void this.#run(async (redis) => {
      const pipeline = redis.pipeline()
      add(pipeline)
      await answersOf(pipeline)
    }).then((answer) => {
      if (answer !== null && 'ofTheData' in answer) this.#drop(keys)
    })
  }

  /** Hears a sharded channel. Resolves once it does, or cannot now: it is then tried again when Redis is back. */
  async listen(channel: string): Promise<void> {
    await this.#run(() => this.#lines?.listen(channel) ?? Promise.resolve())
  }

  unlisten(channel: string): void {
    void this.#run(() => this.#lines?.unlisten(channel) ?? Promise.resolve())
  }

  onMessage(listener: (channel: string, message: string) => void): void {
    this.#messageListeners.add(listener)
  }

  /** Counts a message that cannot be believed. */
  noteMalformed(): void {
    this.#malformed += 1
  }

  /** Called whenever Redis is there again, or was emptied: messages may have been lost, and what was stored may be gone. */
  onReturn(listener: () => void): void {
    this.#returnListeners.add(listener)
  }

  close(): Promise<void> {
    this.#isClosed = true
    this.#stopProbing()
    this.#returnListeners.clear()
    this.#messageListeners.clear()
    this.#giveUp(new Error('the link is closed'))
    this.#first?.disconnect()
    this.#lines?.close()
    return Promise.resolve()
  }

  /** What the question comes to: a value, an error that tells of the data, or `null` when Redis does not do its work. */
  async #run<Value>(question: (redis: Connection) => Promise<Value>): Promise<{ value: Value } | { ofTheData: unknown } | null> {
    const lines = this.#lines
    if (this.#breaker.isOpen || lines === null) return null
    try {
      return { value: await this.#inTime(() => question(lines.commands)) }
    } catch (error) {
      if (isOfTheData(error)) return { ofTheData: error }
      // Lines that were given up meanwhile tell nothing of those that replaced them.
      if (this.#lines === lines) this.#away(error)
      return null
    }
  }

  /** Rejects when there is no answer within the limit, or the link gives up before. */
  #inTime<Value>(ask: () => Promise<Value>, limitMs = ANSWER_LIMIT_MS): Promise<Value> {
    return new Promise((resolve, reject) => {
      let cancel = this.#clock.setTimer(limitMs, () => {
        // Where the event loop was busy the answer may lie unread: one turn to read it.
        cancel = this.#clock.setTimer(0, () => end(new NotInTime()))
      })
      const settle = () => {
        cancel()
        this.#asked.delete(end)
      }
      const end = (error: Error) => {
        settle()
        reject(error)
      }
      this.#asked.add(end)
      // Not `ask().then`: the library throws at once where a cluster has no master for a key.
      const answering = async () => ask()
      void answering().then(resolve, reject).finally(settle)
    })
  }

  /** What cannot be read is dropped: nothing in Redis must last, and whoever needs it writes it anew. */
  #drop(keys: readonly string[]): void {
    this.noteMalformed()
    if (keys.length > 0) void this.#run((redis) => redis.unlink(...keys))
  }

  #hear(channel: string, message: string): void {
    if (this.#probe.hear(channel, message)) return
    for (const listener of this.#messageListeners) listener(channel, message)
  }

  /** Resolves when Redis does its work, or after the time that a connection may take. */
  #firstReady(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        this.#returnListeners.delete(end)
        resolve()
      }
      const cancel = this.#clock.setTimer(CONNECT_TIMEOUT_MS, end)
      this.#returnListeners.add(end)
    })
  }

  /** One probe at a time, whoever asks. */
  #tryWork(): Promise<void> {
    this.#probing ??= this.#probeOnce().finally(() => {
      this.#probing = null
    })
    return this.#probing
  }

  async #probeOnce(): Promise<void> {
    if (this.#isClosed) return
    const lines = (this.#lines ??= await this.#findLines())
    if (lines === null) return
    if (!lines.isReady) {
      this.#away(this.#lastError)
      return
    }
    try {
      // New lines make some of their connections at the first use, which may take its time; what counts is the next use.
      if (!this.#probe.isWarm(lines)) await this.#inTime(() => this.#probe.run(lines), CONNECT_TIMEOUT_MS)
      const { wasEmptied } = await this.#inTime(() => this.#probe.run(lines))
      this.#unanswered = 0
      this.#passed(wasEmptied)
    } catch (error) {
      this.#probe.giveUp()
      this.#away(error)
      if (error instanceof NotInTime) this.#replaceSilent(lines)
    }
  }

  /** Once the first connection is there it shows what it leads to. */
  async #findLines(): Promise<RedisLines | null> {
    const first = this.#first
    if (first?.status !== 'ready') return null
    try {
      const leadsToCluster = await this.#inTime(() => isCluster(first))
      if (this.#isClosed) return null
      this.#first = null
      if (!leadsToCluster) return singleLines(first, this.#events)
      first.removeAllListeners('close')
      first.disconnect()
      return clusterLines(this.#url, this.#events)
    } catch (error) {
      this.#noteError(error as Error)
      return null
    }
  }

  /** Lines that are open and carry nothing are cut on one way or both: only new ones help. Ever more rarely, where those do not either. */
  #replaceSilent(lines: RedisLines): void {
    this.#unanswered += 1
    const isTime = Number.isInteger(Math.log2(this.#unanswered))
    if (!isTime || this.#lines !== lines || this.#isClosed) return
    this.#lines = lines.renew()
  }

  #passed(wasEmptied: boolean): void {
    const isBack = this.#breaker.passed(this.#clock.now())
    if (this.#breaker.isOpen || (!isBack && !wasEmptied)) return
    this.#lastError = new Error('the connection was closed')
    if (this.#awaySinceMs !== null) {
      const awayS = Math.round((this.#clock.now() - this.#awaySinceMs) / 1000)
      this.#report('back', `Redis is back after ${awayS} s`)
    } else if (wasEmptied) {
      this.#report('emptied', 'Redis has lost what it held: it is told again who is here')
    }
    this.#awaySinceMs = null
    this.#hasSaidLogin = false
    for (const listener of this.#returnListeners) listener()
  }

  #away(error: unknown): void {
    if (this.#isClosed) return
    const isNew = this.#breaker.open(this.#clock.now())
    if (isNew) this.#giveUp(error)
    // That the login is refused may show only while it is already away: the operator must know, once.
    if (isNew || (this.#awaySinceMs !== null && isOfTheLogin(error))) this.#say(error)
  }

  /** Nobody waits any longer for what is asked. */
  #giveUp(error: unknown): void {
    for (const end of this.#asked) end(error instanceof Error ? error : new Error(String(error)))
  }

  #noteError(error: Error): void {
    this.#lastError = error
    if (isOfTheLogin(error)) this.#away(error)
  }

  #say(error: unknown): void {
    const isLogin = isOfTheLogin(error)
    if (this.#awaySinceMs !== null && (!isLogin || this.#hasSaidLogin)) return
    this.#awaySinceMs ??= this.#clock.now()
    this.#hasSaidLogin ||= isLogin
    this.#report('away', `Redis is away: ${causeOf(error)}. Walls go on, with news from the database`)
  }
}
