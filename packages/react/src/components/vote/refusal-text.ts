import type { ClientRefusal, ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import type { VoteLabels } from '../../messages/vote-labels.ts'
import { choiceText, type VoteView } from './vote-view.ts'

/** Says why a ballot was not counted, which earlier choice still counts, and what to do next. */
export function refusalText(
  vote: Vote,
  view: VoteView,
  { refusal }: ViewBallot,
  labels: VoteLabels,
  reasonOf: (refusal: ClientRefusal) => string,
): string {
  const still = view.chosen.length > 0 ? labels.stillCounted(choiceText(vote, view.chosen)) : null
  const again = view.input === 'none' ? null : labels.again
  return [reasonText(refusal, labels, reasonOf), still ?? again].filter((part) => part !== null).join(' ')
}

function reasonText(refusal: ClientRefusal | null, labels: VoteLabels, reasonOf: (refusal: ClientRefusal) => string): string | null {
  if (refusal?.code === 'vote_closed') return labels.late
  if (refusal?.code === 'vote_final') return labels.final
  return refusal === null ? null : reasonOf(refusal)
}
