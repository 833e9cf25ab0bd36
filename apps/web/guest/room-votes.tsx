import type { ClientSnapshot, RealtimeClient } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import { VotePanel } from '@guestwall/react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { LanguageChoice } from '../shared/language.ts'
import type { Closing } from './closing.ts'
import type { RoomLabels } from './room-labels.ts'
import { VoteReceipt } from './vote-receipt.tsx'

interface RoomVotesProps {
  readonly client: RealtimeClient
  readonly snapshot: ClientSnapshot
  readonly session: Pick<PublicSession, 'id'>
  readonly token: string | null
  readonly choice: LanguageChoice
  readonly labels: Pick<RoomLabels, 'votes'>
  readonly closing: Closing | null
}

/** The votes, each with the receipt of the guest's ballot. */
export function RoomVotes({ client, snapshot, session, token, choice, labels, closing }: RoomVotesProps) {
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
        token !== null && <VoteReceipt key={key} sessionId={session.id} voteId={voteId} token={token} language={choice.language} />
      }
    />
  )
}
