import type { PollAnswer, Position } from '@guestwall/protocol'
import { spread } from '../core/backoff.ts'
import type { ConnectionEvent } from '../core/connection-machine.ts'
import { FIRST_POLL, nextPoll, type PollOutcome } from '../core/poll-plan.ts'
import type { Clock, HoldSource, Random } from '../types.ts'
import { type Api, type ApiAnswer, HTTP_LIMIT_MS } from './api.ts'
import type { Reader } from './reader.ts'

/** Reading the log by HTTP while there is no socket to trust (CONN-3). */
export interface HttpDelivery {
  /** Polls from now on, the first time without waiting. */
  start(): void
  stop(): void
  /** Asks at once instead of waiting: the network may be back. */
  nudge(): void
  /** Whether it runs and the last poll was answered. */
  isFlowing(): boolean
}

export interface HttpDeliveryParts {
  readonly api: Api
  readonly reader: Omit<Reader, 'wall'>
  readonly clock: Clock
  readonly random: Random
  readonly intervalMs: number
  readonly hold: HoldSource
  turn(work: () => void): void
  onOnline(count: number): void
  /** The log was read: a sign of life. */
  onRead?(): void
  dispatch(event: ConnectionEvent): void
}

export function createHttpDelivery(parts: HttpDeliveryParts): HttpDelivery {
  const { api, reader, clock, random, intervalMs, turn } = parts
  let plan = FIRST_POLL
  let isOn = false
  let isFlowing = false
  /** Ends the poll under way, or the pause before the next: one of them is always there while delivery is on. */
  let interrupt: () => void = () => {}
  /** Gives back the place in which the next poll, or the one under way, waits. */
  let release: (() => void) | null = null

  function poll(): void {
    const abort = new AbortController()
    const asked = reader.position()
    const beganMs = clock.now()
    interrupt = () => abort.abort()
    void api.poll(asked, plan.waitS, abort.signal).then((answer) => {
      // An interrupted poll belongs to an older generation: its answer is nobody's any more.
      if (!abort.signal.aborted) turn(() => take(answer, asked, clock.now() - beganMs))
    })
  }

  function take(answer: ApiAnswer<PollAnswer>, asked: Position | null, tookMs: number): void {
    const outcome = read(answer, asked, tookMs)
    isFlowing = outcome.kind === 'read'
    if (isFlowing) parts.onRead?.()
    // What was read may have ended the delivery.
    if (!isOn) return
    plan = nextPoll(plan, outcome, intervalMs, random())
    release?.()
    release = plan.waitS > 0 ? parts.hold(plan.delayMs + plan.waitS * 1_000 + HTTP_LIMIT_MS) : null
    if (plan.waitS > 0 && release === null) plan = { ...plan, waitS: 0, delayMs: spread(intervalMs, random()) }
    interrupt = clock.setTimer(plan.delayMs, () => turn(poll))
  }

  function read(answer: ApiAnswer<PollAnswer>, asked: Position | null, tookMs: number): PollOutcome {
    if (answer.kind === 'ok') {
      parts.onOnline(answer.value.online.count)
      return readLog(answer.value, asked, tookMs)
    }
    if (answer.kind !== 'refused') return { kind: 'failed' }
    const { refusal } = answer
    if (!refusal.retryable) parts.dispatch({ type: 'refused', refusal })
    return { kind: 'refused', retryAfterMs: refusal.retryAfterMs ?? 0 }
  }

  function readLog(answer: PollAnswer, asked: Position | null, tookMs: number): PollOutcome {
    if ('snapshot' in answer) {
      reader.takeSnapshot(answer.snapshot, asked)
      return { kind: 'read', isEmpty: false, hasMore: false, tookMs }
    }
    // Asked again from the reader's own position, a slice that does not fit comes right; if not, the pauses grow.
    if (!reader.takeSlice(answer)) return { kind: 'failed' }
    return { kind: 'read', isEmpty: answer.to === asked?.lastEventId, hasMore: answer.hasMore, tookMs }
  }

  return {
    start() {
      if (isOn) return
      isOn = true
      plan = FIRST_POLL
      poll()
    },
    stop() {
      isOn = false
      isFlowing = false
      interrupt()
      release?.()
      release = null
    },
    nudge() {
      if (!isOn) return
      interrupt()
      plan = { ...plan, waitS: 0 }
      poll()
    },
    isFlowing: () => isFlowing,
  }
}
