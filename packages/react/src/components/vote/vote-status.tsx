import type { ClientRefusal, ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { DeliveryIcon } from '../shared/icons.tsx'
import { SendingText } from '../shared/sending-text.tsx'
import { refusalText } from './refusal-text.ts'
import type { BallotDraft } from './use-ballot-draft.ts'
import type { VoteLabels } from '../../messages/vote-labels.ts'
import type { BallotStatus, VoteView } from './vote-view.ts'

export interface VoteStatusProps {
  readonly vote: Vote
  readonly view: VoteView
  readonly ballot: ViewBallot | null
  readonly draft: BallotDraft
  readonly onDiscard: (key: string) => void
  readonly labels: VoteLabels
  readonly reasonOf: (refusal: ClientRefusal) => string
}

/** The state of the own ballot in one line, and the refusal with its button when there is one. */
export function VoteStatus({ vote, view, ballot, draft, onDiscard, labels, reasonOf }: VoteStatusProps) {
  const isMultiple = vote.maxChoices > 1
  return (
    <div className="gw-vote__status">
      {view.input === 'submit' && isMultiple && (
        <p className="gw-vote__left" role="status">
          {labels.left(vote.maxChoices - draft.optionIds.length)}
        </p>
      )}
      {draft.isUnsent ? (
        view.input === 'submit' && <p className="gw-state gw-state--pending">{labels.unsent}</p>
      ) : (
        <Settled status={draft.isSending ? 'sending' : view.status} ballot={ballot} labels={labels} />
      )}
      {ballot?.delivery === 'failed' && !draft.isUnsent && !draft.isSending && (
        <div className="gw-vote__refused">
          <p>{refusalText(vote, view, ballot, labels, reasonOf)}</p>
          <button type="button" className="gw-button gw-button--quiet" onClick={() => onDiscard(ballot.key)}>
            {labels.dismiss}
          </button>
        </div>
      )}
    </div>
  )
}

interface SettledProps extends Pick<VoteStatusProps, 'ballot' | 'labels'> {
  readonly status: BallotStatus
}

function Settled({ status, ballot, labels }: SettledProps) {
  switch (status) {
    case 'sending':
    case 'counted':
      return (
        <p className={`gw-state gw-state--${status === 'sending' ? 'sending' : 'delivered'}`}>
          <DeliveryIcon delivery={status === 'sending' ? 'sending' : 'delivered'} />
          {status === 'sending' && ballot !== null ? (
            <SendingText entry={ballot} sending={labels.sending} later={labels.later} />
          ) : (
            labels[status]
          )}
        </p>
      )
    case 'missed':
      return <p className="gw-vote__missed">{labels.missed}</p>
    case 'none':
    case 'late':
    case 'refused':
      return null
    default:
      return status satisfies never
  }
}
