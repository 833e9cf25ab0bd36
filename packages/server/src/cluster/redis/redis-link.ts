import type { ChainableCommander, Redis } from 'ioredis'
import * as v from 'valibot'
import { type Clock, every } from '../../domain/ports.ts'
import { Breaker } from './breaker.ts'
import { ANSWER_LIMIT_MS, causeOf, isDataError, isLoginError, AnswerTimeout } from './redis-fault.ts'
import {
  clusterConnections,
  CONNECT_TIMEOUT_MS,
  type Connection,
  firstConnection,
  isCluster,
  type ConnectionEvents,
  type RedisConnections,
  singleConnections,
} from './redis-connections.ts'
import { RedisProbe } from './redis-probe.ts'

/** Time between two probes: a network that drops every packet reports no error by itself. */
const PROBE_MS = 1_000

/** Whether Redis works. */
export type RedisHealth = 'ok' | 'degraded'

/** A change of Redis, as the operator reads it. */
export type RedisChange = 'away' | 'back' | 'emptied'

/** Called with a change and a sentence for the operator. */
export type RedisReport = (change: RedisChange, sentence: string) => void

/** One call to Redis: its keys, all of one session, and the schema of a valid answer. */
export interface RedisCall<Answer> {
  readonly keys: readonly string[]
  readonly form: v.GenericSchema<unknown, Answer>
}

/** The answers of a pipeline. Rejects when a command failed; an error of Redis itself goes before an error of data. */
export async function answersOf(pipeline: ChainableCommander): Promise<unknown[]> {
  const answers = (await pipeline.exec()) ?? []
  const errors = answers.flatMap(([error]) => error ?? [])
  const worst = errors.find((error) => !isDataError(error)) ?? errors[0]
  if (worst !== undefined) throw worst
  return answers.map(([, answer]) => answer)
}

/**
 * The link of this server to Redis, a single one or a Cluster. Every call passes a circuit breaker: an error of Redis itself, or no answer in time,
 * opens it; then calls resolve with `null` at once until probes have succeeded. Answers are checked with a schema; keys with invalid data are
 * deleted. Nothing durable depends on Redis.
 */
export class RedisLink {
  readonly #url: string
  readonly #clock: Clock
  readonly #report: RedisReport
  readonly #breaker = new Breaker()
  readonly #probe: RedisProbe
  readonly #returnListeners = new Set<() => void>()
  readonly #messageListeners = new Set<(channel: string, message: string) => void>()
  /** Rejects the calls in progress. */
  readonly #pending = new Set<(error: Error) => void>()
  readonly #stopProbing: () => void
  readonly #events: ConnectionEvents
  #first: Redis | null
  #connections: RedisConnections | null = null
  #probing: Promise<void> | null = null
  /** Probes in a row without an answer in time. */
  #unanswered = 0
  #lastError: Error = new Error('it has not been reached yet')
  #awaySinceMs: number | null = null
  #hasReportedLogin = false
  #isClosed = false
  #malformed = 0

  private constructor(url: string, clock: Clock, report: RedisReport, server: string) {
    this.#url = url
    this.#clock = clock
    this.#report = report
    this.#probe = new RedisProbe(server)
    this.#events = {
      onReady: () => void this.#probeNow(),
      onClose: () => this.#onFailure(this.#lastError),
      onError: (error) => this.#noteError(error),
      onMessage: (channel, message) => this.#receive(channel, message),
    }
    this.#first = firstConnection(url, this.#events)
    this.#stopProbing = every(clock, PROBE_MS, () => this.#probeNow())
  }

  /**
   * Connects to the Redis at `url` and waits at most as long as a connection may take. A Redis that is away at the start is used once it comes.
   * `server`: a name that no other server has.
   */
  static async open(url: string, clock: Clock, report: RedisReport, server: string): Promise<RedisLink> {
    const link = new RedisLink(url, clock, report, server)
    await link.#firstReady()
    if (link.#breaker.isOpen) link.#reportAway(link.#lastError)
    return link
  }

  get health(): RedisHealth {
    return this.#breaker.isOpen ? 'degraded' : 'ok'
  }

  /** Answers and messages so far that did not fit their schema. */
  get malformed(): number {
    return this.#malformed
  }

  /** The answer of Redis; `null` when there is none in time, or it does not fit the schema. */
  async ask<Answer>({ keys, form }: RedisCall<Answer>, call: (redis: Connection) => Promise<unknown>): Promise<Answer | null> {
    const answer = await this.#run(call)
    if (answer === null) return null
    const parsed = 'value' in answer ? v.safeParse(form, answer.value) : null
    if (parsed?.success === true) return parsed.output
    this.#drop(keys)
    return null
  }

  /** Sends commands without waiting. Their answers do not matter; their errors count. */
  write(keys: readonly string[], add: (pipeline: ChainableCommander) => void): void {
    void this.#run(async (redis) => {
      const pipeline = redis.pipeline()
      add(pipeline)
      await answersOf(pipeline)
    }).then((answer) => {
      if (answer !== null && 'dataError' in answer) this.#drop(keys)
    })
  }

  /** Subscribes to a sharded channel. Resolves also when it cannot now: the caller tries again when Redis is back (`onReturn`). */
  async subscribe(channel: string): Promise<void> {
    await this.#run(() => this.#connections?.subscribe(channel) ?? Promise.resolve())
  }

  unsubscribe(channel: string): void {
    void this.#run(() => this.#connections?.unsubscribe(channel) ?? Promise.resolve())
  }

  onMessage(listener: (channel: string, message: string) => void): void {
    this.#messageListeners.add(listener)
  }

  /** Counts a message that does not fit its schema. */
  noteMalformed(): void {
    this.#malformed += 1
  }

  /** Calls the listener when Redis is back or was emptied: messages may be lost, and stored data may be gone. */
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
    this.#connections?.close()
    return Promise.resolve()
  }

  /** Resolves with a value, an error of the data, or `null` when Redis does not work. */
  async #run<Value>(call: (redis: Connection) => Promise<Value>): Promise<{ value: Value } | { dataError: unknown } | null> {
    const connections = this.#connections
    if (this.#breaker.isOpen || connections === null) return null
    try {
      return { value: await this.#withLimit(() => call(connections.commands)) }
    } catch (error) {
      if (isDataError(error)) return { dataError: error }
      // An error of connections that were replaced meanwhile says nothing about the new ones.
      if (this.#connections === connections) this.#onFailure(error)
      return null
    }
  }

  /** Rejects when there is no answer within the limit, or when the link gives up before. */
  #withLimit<Value>(call: () => Promise<Value>, limitMs = ANSWER_LIMIT_MS): Promise<Value> {
    return new Promise((resolve, reject) => {
      let cancel = this.#clock.setTimer(limitMs, () => {
        // The event loop may have been busy and the answer unread: one more iteration reads it.
        cancel = this.#clock.setTimer(0, () => end(new AnswerTimeout()))
      })
      const settle = () => {
        cancel()
        this.#pending.delete(end)
      }
      const end = (error: Error) => {
        settle()
        reject(error)
      }
      this.#pending.add(end)
      // Not `call().then`: the library throws synchronously where a cluster has no master for a key.
      const answering = async () => call()
      void answering().then(resolve, reject).finally(settle)
    })
  }

  /** Deletes keys with invalid data: nothing in Redis is durable, and their writers write them again. */
  #drop(keys: readonly string[]): void {
    this.noteMalformed()
    if (keys.length > 0) void this.#run((redis) => redis.unlink(...keys))
  }

  #receive(channel: string, message: string): void {
    if (this.#probe.receive(channel, message)) return
    for (const listener of this.#messageListeners) listener(channel, message)
  }

  /** Resolves when Redis works, or after the time that a connection may take. */
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

  /** Probes, one probe at a time. */
  #probeNow(): Promise<void> {
    this.#probing ??= this.#probeOnce().finally(() => {
      this.#probing = null
    })
    return this.#probing
  }

  async #probeOnce(): Promise<void> {
    if (this.#isClosed) return
    const connections = (this.#connections ??= await this.#openConnections())
    if (connections === null) return
    if (!connections.isReady) {
      this.#onFailure(this.#lastError)
      return
    }
    try {
      // A cluster opens some connections at their first use, which may take long: the second probe is the one that counts.
      if (!this.#probe.isWarm(connections)) await this.#withLimit(() => this.#probe.run(connections), CONNECT_TIMEOUT_MS)
      const { wasEmptied } = await this.#withLimit(() => this.#probe.run(connections))
      this.#unanswered = 0
      this.#onProbePassed(wasEmptied)
    } catch (error) {
      this.#probe.giveUp()
      this.#onFailure(error)
      if (error instanceof AnswerTimeout) this.#replaceSilent(connections)
    }
  }

  /** Opens the connections once the first one is ready and shows whether it leads to a cluster. */
  async #openConnections(): Promise<RedisConnections | null> {
    const first = this.#first
    if (first?.status !== 'ready') return null
    try {
      const leadsToCluster = await this.#withLimit(() => isCluster(first))
      if (this.#isClosed) return null
      this.#first = null
      if (!leadsToCluster) return singleConnections(first, this.#events)
      first.removeAllListeners('close')
      first.disconnect()
      return clusterConnections(this.#url, this.#events)
    } catch (error) {
      this.#noteError(error as Error)
      return null
    }
  }

  /** Replaces connections that are open and carry nothing; less and less often while new ones do not help. */
  #replaceSilent(connections: RedisConnections): void {
    this.#unanswered += 1
    const isTime = Number.isInteger(Math.log2(this.#unanswered))
    if (!isTime || this.#connections !== connections || this.#isClosed) return
    this.#connections = connections.renew()
  }

  #onProbePassed(wasEmptied: boolean): void {
    const isBack = this.#breaker.passed(this.#clock.now())
    if (this.#breaker.isOpen || (!isBack && !wasEmptied)) return
    this.#lastError = new Error('the connection was closed')
    if (this.#awaySinceMs !== null) {
      const awayS = Math.round((this.#clock.now() - this.#awaySinceMs) / 1000)
      this.#report('back', `Redis is back after ${awayS} s`)
    } else if (wasEmptied) {
      this.#report('emptied', 'Redis has lost its data: the servers write again who is here')
    }
    this.#awaySinceMs = null
    this.#hasReportedLogin = false
    for (const listener of this.#returnListeners) listener()
  }

  #onFailure(error: unknown): void {
    if (this.#isClosed) return
    const isNew = this.#breaker.open(this.#clock.now())
    if (isNew) this.#giveUp(error)
    // A refused login may show only while Redis is already away; the operator is told of it once.
    if (isNew || (this.#awaySinceMs !== null && isLoginError(error))) this.#reportAway(error)
  }

  /** Rejects all calls in progress. */
  #giveUp(error: unknown): void {
    for (const end of this.#pending) end(error instanceof Error ? error : new Error(String(error)))
  }

  #noteError(error: Error): void {
    this.#lastError = error
    if (isLoginError(error)) this.#onFailure(error)
  }

  #reportAway(error: unknown): void {
    const isLogin = isLoginError(error)
    if (this.#awaySinceMs !== null && (!isLogin || this.#hasReportedLogin)) return
    this.#awaySinceMs ??= this.#clock.now()
    this.#hasReportedLogin ||= isLogin
    this.#report('away', `Redis is away: ${causeOf(error)}. Walls go on and read news from the database`)
  }
}
