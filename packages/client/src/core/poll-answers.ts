import type { PollAnswer } from '@guestwall/protocol'
import type { Answer } from './answer.ts'
import { advance } from './connection.ts'
import type { Draft } from './draft.ts'
import type { PollTimer } from './effect.ts'
import { resetEvents, takePage } from './event-stream.ts'
import type { PollOutcome } from './poll-plan.ts'
import type { Question } from './question.ts'
import { planNextPoll } from './polling.ts'
import { readSlice, readSnapshot } from './reading.ts'
import { retrySending } from './sending.ts'

type Poll = Extract<Question, { purpose: PollTimer }>

export function pollAnswered(draft: Draft, poll: Poll, answer: Answer<PollAnswer>): void {
  const { purpose: name } = poll
  const outcome = outcomeOf(draft, name, poll, answer)
  // The answer may have ended the polls.
  if (outcome.kind === 'read' && name === 'poll') retrySending(draft)
  if (draft[name].phase === 'asking') planNextPoll(draft, name, outcome)
}

function outcomeOf(draft: Draft, name: PollTimer, poll: Poll, answer: Answer<PollAnswer>): PollOutcome {
  if (answer.kind === 'ok') {
    draft.online = answer.value.online.count
    return readLog(draft, name, poll, answer.value)
  }
  if (answer.kind !== 'refused') return { kind: 'failed' }
  const { refusal } = answer
  if (!refusal.retryable) advance(draft, { type: 'refused', refusal })
  return { kind: 'refused', retryAfterMs: refusal.retryAfterMs ?? 0 }
}

function readLog(draft: Draft, name: PollTimer, { asked, askedAtMs }: Poll, answer: PollAnswer): PollOutcome {
  const tookMs = draft.nowMs - askedAtMs
  if ('snapshot' in answer) {
    if (name === 'poll') readSnapshot(draft, answer.snapshot, asked)
    else resetEvents(draft, answer.snapshot)
    return { kind: 'read', isEmpty: false, hasMore: false, tookMs }
  }
  const isRead = name === 'poll' ? readSlice(draft, answer) : takePage(draft, answer)
  // Asked again from the reader's own position a slice fits; if it still does not, the pauses grow.
  return isRead ? { kind: 'read', isEmpty: answer.to === asked?.lastEventId, hasMore: answer.hasMore, tookMs } : { kind: 'failed' }
}
