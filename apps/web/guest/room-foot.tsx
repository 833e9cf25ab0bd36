import { VoteAnnouncer } from '@guestwall/react'
import { errorSentence } from '../shared/error-sentences.ts'
import { openingTime } from '../shared/opening-time.ts'
import { RoomComposer } from './room-composer.tsx'
import type { RoomView } from './room-view.ts'
import { useDeliveryNews } from './use-delivery-news.ts'
import type { WaitingAgain } from './notes/waiting-again.ts'
import type { PlaceOf } from './places.ts'
import type { RoomTab } from './use-vote-tab.ts'
import type { Writing } from './use-writing.ts'

interface RoomFootProps {
  readonly room: RoomView
  readonly tab: RoomTab
  readonly writing: Writing
  readonly placeOf: PlaceOf
  readonly onAgain: (again: WaitingAgain) => void
  readonly onRename: () => void
  /** From the wall of an ended session to one's own messages. */
  readonly onOwn: () => void
}

/** Below the messages: the composer, or the reason why there is none; and the news for screen readers. */
export function RoomFoot({ room, tab, writing, placeOf, onAgain, onRename, onOwn }: RoomFootProps) {
  const { client, snapshot, session, choice, t, labels, closing, later } = room
  const news = useDeliveryNews(snapshot.messages, placeOf)
  const { delivery, place } = labels.stream
  return (
    <footer className="room__foot">
      {later && <later.RoomNotes client={client} snapshot={snapshot} session={session} language={choice.language} onAgain={onAgain} />}
      {closing === null ? (
        <div hidden={tab === 'votes'}>
          <RoomComposer room={room} writing={writing} onRename={onRename} />
        </div>
      ) : (
        later !== null &&
        (tab === 'messages' || closing !== 'wallClosed') && (
          <later.ClosedNote
            closing={closing}
            sessionId={session.id}
            opens={openingTime(choice.language, session.opensAt)}
            t={t}
            language={choice.language}
            onOwn={onOwn}
          />
        )
      )}
      <VoteAnnouncer
        votes={snapshot.wall === null ? null : snapshot.votes}
        ballots={snapshot.ballots}
        labels={labels.votes}
        reasonOf={(refusal) => errorSentence(choice.language, refusal.code)}
      />
      <p className="gw-unseen" role="status">
        {news !== null && <span key={news.count}>{t.announced(news.state === 'showing' ? place.showing : delivery[news.state])}</span>}
      </p>
    </footer>
  )
}
