import { ConnectionBadge, MessageComposer, MessageStream, useComposer, useConnection, useMessages } from '@guestwall/react'

export function Wall() {
  const connection = useConnection()
  return (
    <main data-state={connection.state}>
      <h2>First version</h2>
      <ConnectionBadge connection={connection} />
      <MessageStream messages={useMessages()} />
      <MessageComposer {...useComposer('Ana')} />
    </main>
  )
}
