import type { ClientRefusal, ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { forwardRef, type ReactNode } from 'react'
import { useOptionalActions } from '../../hooks/use-actions.ts'
import { useCatalog } from '../../hooks/use-catalog.ts'
import { classNames } from '../shared/class-names.ts'
import type { RootProps } from '../shared/root-props.ts'
import { VoteCard } from './vote-card.tsx'
import type { VoteLabels } from '../../messages/vote-labels.ts'
import type { RenderOption } from './vote-options.tsx'
import { closedVotes } from './vote-view.ts'

export interface VotePanelProps extends RootProps {
  /** Oldest first, as in a client's snapshot. */
  readonly votes: readonly Vote[]
  readonly ballots: readonly ViewBallot[]
  /** Asks the provider's client by default. May return a promise. If it rejects and no ballot follows, the choice is reverted. */
  readonly onCast?: (voteId: string, optionIds: readonly string[]) => unknown
  /** Discards a refused ballot, by its key. Asks the provider's client by default. */
  readonly onDiscard?: (key: string) => void
  /** The provider's texts by default. */
  readonly labels?: VoteLabels | undefined
  /** Whether the session still accepts ballots from this guest. `false` after it has ended. */
  readonly canVote?: boolean
  /** The text for a refusal; the server's message by default. */
  readonly reasonOf?: (refusal: ClientRefusal) => string
  /** Rendered below a counted ballot, for example a receipt. */
  readonly belowCounted?: (ballot: ViewBallot) => ReactNode
  /** Renders the content of one option; its label and an icon by default. */
  readonly renderOption?: RenderOption
}

const serverMessage = (refusal: ClientRefusal): string => refusal.message

/**
 * The votes on a phone: open ones first, closed ones below. It announces nothing to screen readers; add one `<VoteAnnouncer>` to the page.
 *
 *     <VotePanel votes={useVotes()} ballots={useBallots()} />
 */
export const VotePanel = forwardRef<HTMLElement, VotePanelProps>(function VotePanel(props, ref) {
  const { votes, ballots, canVote = true, reasonOf = serverMessage, belowCounted, renderOption, className, style } = props
  const catalog = useCatalog()
  const labels = props.labels ?? catalog.votes
  const actions = useOptionalActions()
  const onCast = props.onCast ?? actions.castVote
  const onDiscard = props.onDiscard ?? actions.discard
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
        renderOption={renderOption}
      >
        {ballot === null ? null : belowCounted?.(ballot)}
      </VoteCard>
    )
  }
  return (
    // A scrollable region must be reachable by keyboard.
    <section ref={ref} className={classNames('gw-votes', className)} style={style} aria-label={labels.title} tabIndex={0}>
      <h2 className="gw-unseen">{labels.title}</h2>
      {above.length === 0 && <p className="gw-votes__none">{labels.none}</p>}
      {above.map(cardOf)}
      {closed.length > 0 && <h2 className="gw-votes__closed">{labels.closedTitle}</h2>}
      {closed.map(cardOf)}
    </section>
  )
})
