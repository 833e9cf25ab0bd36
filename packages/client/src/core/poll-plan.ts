import { equalJitter, spread } from './backoff.ts'
import { MAX_SERVER_WAIT_MS } from './connection-machine.ts'

/** What a poll asks the server to wait for news, in seconds: under the 25 s a poll may wait and the 60 s after which proxies give up. */
export const POLL_WAIT_S = 20
/** Polls without `hasMore` start at least this far apart, so that a busy wall's long poll does not become a hot loop. */
export const POLL_GAP_MS = 1_000
/** The longest pause after answers that are not ours, or none. Short, because the network may be back any moment. */
const MAX_BLIND_PAUSE_MS = 15_000
/** The longest pause that doubling reaches while the server says "later". */
const MAX_REFUSED_PAUSE_MS = 30_000

/** How delivery by HTTP goes on: when the next poll is due, its `wait` in seconds, and what is known of the server. */
export interface PollPlan {
  /** From the answer before. */
  readonly delayMs: number
  readonly waitS: number
  /** Assumed until an empty answer comes back much too soon. */
  readonly isLongPoll: boolean
  /** Failed polls in a row. */
  readonly failures: number
}

/** The first poll does not wait: the page is to be fresh at once. */
export const FIRST_POLL: PollPlan = { delayMs: 0, waitS: 0, isLongPoll: true, failures: 0 }

/** What became of one poll. `tookMs` is from question to answer. */
export type PollOutcome =
  | { readonly kind: 'read'; readonly isEmpty: boolean; readonly hasMore: boolean; readonly tookMs: number }
  | { readonly kind: 'refused'; readonly retryAfterMs: number }
  /** No answer, or one that is not ours (CONN-7). */
  | { readonly kind: 'failed' }

/** The plan for the next poll. `chance` is in [0, 1). */
export function nextPoll(plan: PollPlan, outcome: PollOutcome, intervalMs: number, chance: number): PollPlan {
  switch (outcome.kind) {
    case 'read':
      return afterRead(plan, outcome, intervalMs, chance)
    case 'refused': {
      const doubledMs = Math.min(intervalMs * 2 ** (plan.failures + 1), MAX_REFUSED_PAUSE_MS)
      return afterFailure(plan, Math.max(Math.min(outcome.retryAfterMs, MAX_SERVER_WAIT_MS), equalJitter(doubledMs, chance)))
    }
    case 'failed':
      return afterFailure(plan, Math.min(spread(intervalMs * 2 ** plan.failures, chance), MAX_BLIND_PAUSE_MS))
    default:
      return outcome satisfies never
  }
}

function afterRead(plan: PollPlan, outcome: Extract<PollOutcome, { kind: 'read' }>, intervalMs: number, chance: number): PollPlan {
  if (outcome.hasMore) return { ...FIRST_POLL, isLongPoll: plan.isLongPoll }
  // Only an empty answer to a poll that asked to wait tells whether the server waits.
  const tells = outcome.isEmpty && plan.waitS > 0
  const isLongPoll = tells ? outcome.tookMs >= (plan.waitS * 1_000) / 2 : plan.isLongPoll
  const delayMs = isLongPoll ? Math.max(0, POLL_GAP_MS - outcome.tookMs) : spread(intervalMs, chance)
  return { delayMs, waitS: POLL_WAIT_S, isLongPoll, failures: 0 }
}

/** The next poll does not wait: after trouble the page is to be fresh as soon as an answer comes. */
function afterFailure(plan: PollPlan, delayMs: number): PollPlan {
  return { ...plan, delayMs, waitS: 0, failures: plan.failures + 1 }
}
