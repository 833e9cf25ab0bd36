import type { ClientRefusal } from '../types.ts'
import { endsClient } from './closed-reason.ts'
import { advance } from './connection.ts'
import { type Draft, setTimer } from './draft.ts'
import type { Answer } from './answer.ts'
import { acknowledge, type EntryResult, refuse } from './outbox.ts'
import { commandUnanswered, settleOutcome, updateOutbox } from './sending.ts'
import { ANSWER_DOUBT_MS, COMMAND_LIMIT_MS } from './socket-session.ts'

/** The answer to a command, over HTTP or the socket. Its entry may be settled already by its event, and another be under way. */
export function commandAnswered(draft: Draft, { key }: { readonly key: string }, answer: Answer<EntryResult>): void {
  if (answer.kind === 'ok') commandAccepted(draft, key, answer.value)
  else if (answer.kind === 'refused') commandRefused(draft, key, answer.refusal)
  else commandUnanswered(draft, { key })
}

function commandAccepted(draft: Draft, key: string, result: EntryResult): void {
  updateOutbox(draft, acknowledge(draft.outbox, key, result, draft.reading.position?.epoch ?? null, draft.nowMs))
  // The entry may be dropped already, because the host removed the message.
  if (result.message !== undefined) settleOutcome(draft, key, { type: 'resolve', value: result.message })
  // The answer may not fit the question: then it is none.
  commandUnanswered(draft, { key })
}

function commandRefused(draft: Draft, key: string, refusal: ClientRefusal): void {
  if (endsClient(refusal)) advance(draft, { type: 'refused', refusal })
  // Without a credential nothing is refused for good: the entry is sent after the next join.
  const kept = refusal.code === 'unauthorised' ? { ...refusal, retryable: true } : refusal
  updateOutbox(draft, refuse(draft.outbox, key, kept, draft.nowMs, draft.jitter))
}

/** The answer to the command on the socket. */
export function socketAnswered(draft: Draft, ref: number, answer: Answer<EntryResult>): void {
  const { command } = draft
  if (command?.ref !== ref) return
  setTimer(draft, 'answer', null)
  draft.command = null
  commandAnswered(draft, command, answer)
}

/** The answer is late: first the socket is doubted, then the command counts as unanswered. */
export function answerLate(draft: Draft): void {
  const { command } = draft
  if (command === null) return
  if (command.isLate) return socketAnswered(draft, command.ref, { kind: 'network' })
  draft.command = { ...command, isLate: true }
  setTimer(draft, 'answer', COMMAND_LIMIT_MS - ANSWER_DOUBT_MS)
  advance(draft, { type: 'wake' })
}
