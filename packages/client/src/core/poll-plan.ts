import { halfJitter, spread } from './backoff.ts'
import type { ClientConfig } from './config.ts'
import { MAX_SERVER_WAIT_MS } from './connection-machine.ts'

/** Least time between two polls without `hasMore`: the long poll of a busy wall must not become a hot loop. */
export const POLL_GAP_MS = 1_000
/** The longest pause after no answer, or after one that is not ours. Short, because the network may come back at any moment. */
const MAX_BLIND_PAUSE_MS = 15_000
/** The longest pause that doubling reaches while the server refuses for now. */
const MAX_REFUSED_PAUSE_MS = 30_000

/** The next poll: when it is due, its `wait` in seconds, and what is known of the server. */
export interface PollPlan {
  /** From the answer before. */
  readonly delayMs: number
  readonly waitS: number
  /** Assumed until an empty answer comes back much too early. */
  readonly isLongPoll: boolean
  /** Failed polls in a row. */
  readonly failures: number
}

/** The first poll does not wait: the page must be fresh at once. */
export const FIRST_POLL: PollPlan = { delayMs: 0, waitS: 0, isLongPoll: true, failures: 0 }

/** The result of one poll. `tookMs` is the time from request to answer. */
export type PollOutcome =
  | { readonly kind: 'read'; readonly isEmpty: boolean; readonly hasMore: boolean; readonly tookMs: number }
  | { readonly kind: 'refused'; readonly retryAfterMs: number }
  /** No answer, or one that is not ours (CONN-7). */
  | { readonly kind: 'failed' }

type PollConfig = Pick<ClientConfig, 'pollIntervalMs' | 'pollWaitSeconds'>

/** The plan for the next poll. `random` is in [0, 1). */
export function nextPoll(plan: PollPlan, outcome: PollOutcome, config: PollConfig, random: number): PollPlan {
  const { pollIntervalMs: intervalMs } = config
  switch (outcome.kind) {
    case 'read':
      return afterRead(plan, outcome, config, random)
    case 'refused': {
      const doubledMs = Math.min(intervalMs * 2 ** (plan.failures + 1), MAX_REFUSED_PAUSE_MS)
      return afterFailure(plan, Math.max(Math.min(outcome.retryAfterMs, MAX_SERVER_WAIT_MS), halfJitter(doubledMs, random)))
    }
    case 'failed':
      return afterFailure(plan, Math.min(spread(intervalMs * 2 ** plan.failures, random), MAX_BLIND_PAUSE_MS))
  }
}

function afterRead(plan: PollPlan, outcome: Extract<PollOutcome, { kind: 'read' }>, config: PollConfig, random: number): PollPlan {
  if (outcome.hasMore) return { ...FIRST_POLL, isLongPoll: plan.isLongPoll }
  // Only an empty answer to a poll that asked to wait tells whether the server waits.
  const isLongPoll = outcome.isEmpty && plan.waitS > 0 ? outcome.tookMs >= (plan.waitS * 1_000) / 2 : plan.isLongPoll
  const delayMs = isLongPoll ? Math.max(0, POLL_GAP_MS - outcome.tookMs) : spread(config.pollIntervalMs, random)
  return { delayMs, waitS: config.pollWaitSeconds, isLongPoll, failures: 0 }
}

/** The next poll does not wait: after trouble the page must be fresh as soon as an answer comes. */
function afterFailure(plan: PollPlan, delayMs: number): PollPlan {
  return { ...plan, delayMs, waitS: 0, failures: plan.failures + 1 }
}
