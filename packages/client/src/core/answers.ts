import { type Guard, isCast, isJoined, isOnlinePage, isPollAnswer, isPosted } from '@guestwall/protocol'
import { type Answer, readAnswer, troubleOf } from './answer.ts'
import { closingRefusal } from './client-state.ts'
import { commandAnswered } from './command-answers.ts'
import { canSendOnSocket } from './connection-machine.ts'
import type { Draft } from './draft.ts'
import { LATE_ANSWER_MS, noteHealth } from './health.ts'
import type { InputOf } from './input.ts'
import { joinAnswered } from './joining.ts'
import { onlineAnswered } from './online-list.ts'
import type { Question } from './question.ts'
import { pollAnswered } from './poll-answers.ts'

/** The answer to an HTTP request. One that was aborted has no answer. */
export function answered(draft: Draft, { question, answer }: InputOf<'answered'>): void {
  const checked = <Value>(isOurs: Guard<Value>) => noted(draft, question, readAnswer(isOurs, answer))
  switch (question.purpose) {
    case 'join':
      return joinAnswered(draft, checked(isJoined))
    case 'poll':
    case 'pages':
      return pollAnswered(draft, question, checked(isPollAnswer))
    case 'sendMessage':
      return commandAnswered(draft, question, checked(isPosted))
    case 'castVote':
      return commandAnswered(draft, question, checked(isCast))
    case 'online':
      return onlineAnswered(draft, question, checked(isOnlinePage))
    default:
      return question satisfies never
  }
}

/**
 * Every answer says something about the network, except beside a good socket, and to a closed client. A refused command or list is an answer
 * of a healthy server: the entry says why it waits. Only a server that puts off polls as well stays in trouble.
 */
function noted<Value>(draft: Draft, question: Question, answer: Answer<Value>): Answer<Value> {
  const { connection, health, nowMs, poll } = draft
  if (canSendOnSocket(connection) || closingRefusal(draft) !== null) return answer
  const isHealthy = answer.kind === 'refused' && ('key' in question || 'list' in question)
  if (isHealthy && health.trouble === 'server' && !poll.isFlowing) return answer
  noteHealth(draft, isHealthy ? null : troubleOf(answer), nowMs - question.askedAtMs > question.waitS * 1_000 + LATE_ANSWER_MS)
  return answer
}
