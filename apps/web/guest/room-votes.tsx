import { VotePanel } from '@guestwall/react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { RoomView } from './room-view.ts'

/** The votes, each with the receipt of the guest's ballot. */
export function RoomVotes({ client, snapshot, session, token, choice, labels, closing, later }: RoomView) {
  return (
    <VotePanel
      votes={snapshot.votes}
      ballots={snapshot.ballots}
      onCast={(voteId, optionIds) => client.castVote(voteId, optionIds)}
      onDiscard={(key) => client.discard(key)}
      // The text about the end is below.
      labels={closing === 'ended' ? { ...labels.votes, none: '' } : labels.votes}
      canVote={closing === null || closing === 'wallClosed'}
      reasonOf={(refusal) => errorSentence(choice.language, refusal.code)}
      belowCounted={({ voteId, key }) =>
        token !== null &&
        later !== null && <later.VoteReceipt key={key} sessionId={session.id} voteId={voteId} token={token} language={choice.language} />
      }
    />
  )
}
