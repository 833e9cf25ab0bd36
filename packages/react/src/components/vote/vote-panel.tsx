import type { ClientRefusal, ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import type { ReactNode } from 'react'
import { VoteCard } from './vote-card.tsx'
import type { VoteLabels } from './vote-labels.ts'
import { closedVotes } from './vote-view.ts'

export interface VotePanelProps {
  /** The one opened last stands last, as a client's snapshot has them. */
  readonly votes: readonly Vote[]
  readonly ballots: readonly ViewBallot[]
  /** May answer a promise: where it rejects and no ballot follows, the choice goes back. */
  readonly onCast: (voteId: string, optionIds: readonly string[]) => unknown
  /** Takes a refused ballot away, by its key. */
  readonly onDiscard: (key: string) => void
  readonly labels: VoteLabels
  /** Whether this guest may still vote here: not in a session that has ended. */
  readonly canVote?: boolean
  /** The words for a refusal; its own unless set. */
  readonly reasonOf?: (refusal: ClientRefusal) => string
  /** What stands below a ballot that counts: a receipt. */
  readonly belowCounted?: (ballot: ViewBallot) => ReactNode
}

const ownWords = (refusal: ClientRefusal): string => refusal.message

/**
 * The votes on a phone: open ones first, closed ones below. Says nothing aloud by itself; put a `<VoteAnnouncer>` on the page once.
 *
 *     <VotePanel {...{ votes, ballots, labels }} onCast={(id, choice) => client.castVote(id, choice)} onDiscard={(key) => client.discard(key)} />
 */
export function VotePanel(props: VotePanelProps) {
  const { votes, ballots, onCast, onDiscard, labels, canVote = true, reasonOf = ownWords, belowCounted } = props
  const isRefused = ({ id }: Vote): boolean => ballots.some(({ voteId, delivery }) => voteId === id && delivery === 'failed')
  // One that closed before the ballot arrived stays in its place until that was read: it was just under the finger.
  const above = [...votes].reverse().filter((vote) => vote.state === 'open' || (vote.state === 'closed' && isRefused(vote)))
  const closed = closedVotes(votes).filter((vote) => !above.includes(vote))
  const cardOf = (vote: Vote): ReactNode => {
    const ballot = ballots.find(({ voteId }) => voteId === vote.id) ?? null
    return (
      <VoteCard
        key={vote.id}
        vote={vote}
        ballot={ballot}
        canVote={canVote}
        onCast={onCast}
        onDiscard={onDiscard}
        labels={labels}
        reasonOf={reasonOf}
      >
        {ballot === null ? null : belowCounted?.(ballot)}
      </VoteCard>
    )
  }
  return (
    // A box that scrolls must be reachable by keyboard.
    <section className="gw-votes" aria-label={labels.title} tabIndex={0}>
      <h2 className="gw-unseen">{labels.title}</h2>
      {above.length === 0 && <p className="gw-votes__none">{labels.none}</p>}
      {above.map(cardOf)}
      {closed.length > 0 && <h2 className="gw-votes__closed">{labels.closedTitle}</h2>}
      {closed.map(cardOf)}
    </section>
  )
}
