import type { ClientRefusal, ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import type { ReactNode } from 'react'
import { VoteCard } from './vote-card.tsx'
import type { VoteLabels } from './vote-labels.ts'
import { closedVotes } from './vote-view.ts'

export interface VotePanelProps {
  /** Oldest first, as in a client's snapshot. */
  readonly votes: readonly Vote[]
  readonly ballots: readonly ViewBallot[]
  /** May return a promise. If it rejects and no ballot follows, the choice is reverted. */
  readonly onCast: (voteId: string, optionIds: readonly string[]) => unknown
  /** Discards a refused ballot, by its key. */
  readonly onDiscard: (key: string) => void
  readonly labels: VoteLabels
  /** Whether the session still accepts ballots from this guest. `false` after it has ended. */
  readonly canVote?: boolean
  /** The text for a refusal; the server's message by default. */
  readonly reasonOf?: (refusal: ClientRefusal) => string
  /** Rendered below a counted ballot, for example a receipt. */
  readonly belowCounted?: (ballot: ViewBallot) => ReactNode
}

const serverMessage = (refusal: ClientRefusal): string => refusal.message

/**
 * The votes on a phone: open ones first, closed ones below. It announces nothing to screen readers; add one `<VoteAnnouncer>` to the page.
 *
 *     <VotePanel {...{ votes, ballots, labels }} onCast={(id, choice) => client.castVote(id, choice)} onDiscard={(key) => client.discard(key)} />
 */
export function VotePanel(props: VotePanelProps) {
  const { votes, ballots, onCast, onDiscard, labels, canVote = true, reasonOf = serverMessage, belowCounted } = props
  const isRefused = ({ id }: Vote): boolean => ballots.some(({ voteId, delivery }) => voteId === id && delivery === 'failed')
  // A vote that closed before the ballot arrived keeps its position until the guest has read the refusal.
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
    // A scrollable region must be reachable by keyboard.
    <section className="gw-votes" aria-label={labels.title} tabIndex={0}>
      <h2 className="gw-unseen">{labels.title}</h2>
      {above.length === 0 && <p className="gw-votes__none">{labels.none}</p>}
      {above.map(cardOf)}
      {closed.length > 0 && <h2 className="gw-votes__closed">{labels.closedTitle}</h2>}
      {closed.map(cardOf)}
    </section>
  )
}
