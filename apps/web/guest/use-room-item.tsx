import type { WallMessage } from '@guestwall/protocol'
import { StreamItem, type StreamItemProps } from '@guestwall/react'
import { type ReactNode, useCallback } from 'react'
import type { RoomView } from './room-view.ts'

interface RoomItem {
  /** The photo of a message; nothing where it has none, or photos are not loaded. */
  readonly pictureOf: (message: WallMessage) => ReactNode
  /** A message of the stream with its photo and its reactions. The same function until one of its facts changes: messages render again only then. */
  readonly renderMessage: (item: StreamItemProps) => ReactNode
}

type ItemFacts = Pick<RoomView, 'client' | 'session' | 'snapshot' | 'token' | 'choice' | 'closing' | 'later' | 'photos'>

export function useRoomItem({ client, session, snapshot, token, choice, closing, later, photos }: ItemFacts): RoomItem {
  const { id } = session
  const { language } = choice
  const takesReactions = closing !== 'ended' && snapshot.wall?.session.reactions === true
  const pictureOf = useCallback(
    (message: WallMessage) =>
      photos !== null && message.photo !== undefined && <photos.NotePhoto desk={photos.desk} message={message} language={language} />,
    [photos, language],
  )
  const renderMessage = useCallback(
    (item: StreamItemProps) => {
      const { message, delivery } = item.entry
      const note = <StreamItem {...item} picture={pictureOf(message)} />
      if (!takesReactions || (delivery ?? 'shown') !== 'shown') return note
      return (
        <div className="reacted">
          {note}
          <div className="reactions">
            {later && <later.Reactions client={client} sessionId={id} token={token} message={message} language={language} />}
          </div>
        </div>
      )
    },
    [pictureOf, language, takesReactions, later, client, id, token],
  )
  return { pictureOf, renderMessage }
}
