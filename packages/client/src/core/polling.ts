import { POLL, type Position } from '@guestwall/protocol'
import { spread } from './backoff.ts'
import type { Poller } from './client-state.ts'
import { ask, type Draft, HTTP_LIMIT_MS, setTimer } from './draft.ts'
import type { PollTimer } from './effect.ts'
import { LATE_ANSWER_MS, noteHealth } from './health.ts'
import { FIRST_POLL, nextPoll, type PollOutcome, type PollPlan } from './poll-plan.ts'

function update(draft: Draft, name: PollTimer, changes: Partial<Poller>): void {
  draft[name] = { ...draft[name], ...changes }
}

/** Polls from now on, the first time without waiting. */
export function startPolling(draft: Draft, name: PollTimer): void {
  if (draft[name].phase === 'off') poll(draft, name, FIRST_POLL)
}

export function stopPolling(draft: Draft, name: PollTimer): void {
  if (draft[name].phase === 'off') return
  interrupt(draft, name)
  update(draft, name, { phase: 'off', isFlowing: false })
}

/** Asks at once instead of waiting: the network may be back. */
export function pollNow(draft: Draft): void {
  if (draft.poll.phase === 'off') return
  interrupt(draft, 'poll')
  poll(draft, 'poll', { ...draft.poll.plan, waitS: 0 })
}

/** The pause before the next poll is over, or its answer is late. Without a place to wait in, a poll does not wait on the server. */
export function pollTimerFired(draft: Draft, name: PollTimer, isHeld: boolean): void {
  const { phase, plan } = draft[name]
  if (phase === 'pausing') poll(draft, name, isHeld ? plan : { ...plan, waitS: 0 })
  // The network may be frozen: the end of the request decides.
  else if (phase === 'asking' && name === 'poll') noteHealth(draft, draft.health.trouble, true)
}

/** Ends the request, or the pause before the next. */
function interrupt(draft: Draft, name: PollTimer): void {
  draft.effects.push({ type: 'abort', purpose: name })
  setTimer(draft, name, null)
}

function poll(draft: Draft, name: PollTimer, plan: PollPlan): void {
  const { emitted, reading, isListening } = draft
  const asked: Position | null = name === 'poll' ? reading.position : emitted
  const { waitS } = plan
  // With `event` listeners a poll asks for pages of the log, however far behind the position is (SYNC-8).
  const query: Record<string, string | number> = { ...asked, wait: waitS, ...(isListening && { replay: 'all' }) }
  update(draft, name, { phase: 'asking', plan })
  ask(draft, { purpose: name, asked }, POLL, { query, waitS })
  setTimer(draft, name, waitS * 1_000 + LATE_ANSWER_MS)
}

/** Plans the poll after this one. A poll for the wall may wait on the server where there is a place for it; others wait here. */
export function planNextPoll(draft: Draft, name: PollTimer, outcome: PollOutcome): void {
  const { config, jitter } = draft
  const plan = nextPoll(draft[name].plan, outcome, config, jitter)
  const { waitS, delayMs } = plan
  update(draft, name, { phase: 'pausing', plan, isFlowing: outcome.kind === 'read' })
  draft.effects.push({
    type: 'pause',
    timer: name,
    delayMs,
    holdMs: waitS > 0 && name === 'poll' ? delayMs + waitS * 1_000 + HTTP_LIMIT_MS : 0,
    otherwiseMs: waitS > 0 ? spread(config.pollIntervalMs, jitter) : delayMs,
  })
}
