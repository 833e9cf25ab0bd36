import { GET_ONLINE, MAX_PAGE_SIZE, type OnlinePage } from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import type { Answer } from './answer.ts'
import { closingRefusal, type OnlineQuestion } from './client-state.ts'
import { ownRefusal } from './closed-reason.ts'
import { ask, type Draft } from './draft.ts'

const UNREACHABLE = ownRefusal('unreachable', true)

/**
 * A caller asks for a page of those who are here (ONLINE-3). Asked by HTTP, also beside a good socket: it is rare, and the frames of the
 * socket are for the wall.
 */
export function askOnline(draft: Draft, { list, cursor }: OnlineQuestion): void {
  const refusal = closingRefusal(draft)
  if (refusal !== null) return refuseList(draft, list, refusal)
  draft.onlineQuestions = [...draft.onlineQuestions, { list, cursor }]
}

/** Sends the questions, when there is a credential to ask with. */
export function sendOnlineQuestions(draft: Draft): void {
  if (draft.identity.token === null || draft.onlineQuestions.length === 0) return
  for (const { list, cursor } of draft.onlineQuestions) {
    ask(draft, { purpose: 'online', list }, GET_ONLINE, { query: { ...(cursor !== null && { cursor }), limit: MAX_PAGE_SIZE } })
  }
  draft.onlineQuestions = []
}

export function onlineAnswered(draft: Draft, { list }: Pick<OnlineQuestion, 'list'>, answer: Answer<OnlinePage>): void {
  if (answer.kind === 'ok') draft.effects.push({ type: 'resolve', promise: `online ${list}`, value: answer.value })
  else refuseList(draft, list, answer.kind === 'refused' ? answer.refusal : UNREACHABLE)
}

function refuseList(draft: Draft, list: number, refusal: ClientRefusal): void {
  draft.effects.push({ type: 'reject', promise: `online ${list}`, refusal })
}
