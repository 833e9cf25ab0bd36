'use client'

import {
  ConnectionBadge,
  MessageComposer,
  MessageStream,
  OnlineList,
  useBallots,
  useComposer,
  useConnection,
  useMessages,
  useOnlineGuests,
  useVotes,
  VoteAnnouncer,
  VotePanel,
} from '@guestwall/react'

export function Wall() {
  const connection = useConnection()
  return (
    <main data-state={connection.state}>
      <ConnectionBadge connection={connection} />
      <MessageStream messages={useMessages()} />
      <MessageComposer {...useComposer('Ana')} />
      <VotePanel votes={useVotes()} ballots={useBallots()} />
      <VoteAnnouncer votes={useVotes()} ballots={useBallots()} />
      <OnlineList {...useOnlineGuests()} />
    </main>
  )
}
