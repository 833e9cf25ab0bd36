import type { RealtimeClient } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import { ConnectionBadge, MessageStream, useSnapshot } from '@guestwall/react'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { focusTab, TabPanel } from '../shared/ui/tabs.tsx'
import { useTheme } from '../shared/theme.ts'
import { closingOf, emptyText, leavesRoom } from './closing.ts'
import { loadLaterPart } from './load-later-part.ts'
import { guestMessages } from './messages.ts'
import type { WaitingAgain } from './notes/waiting-again.ts'
import { takesPhotos } from './room-composer.tsx'
import { RoomFoot } from './room-foot.tsx'
import { RoomHeader } from './room-header.tsx'
import { roomLabels } from './room-labels.ts'
import type { RoomView } from './room-view.ts'
import { useGuestClient } from './use-guest-client.ts'
import { useHistory } from './use-history.ts'
import { useKeyboardSafe } from './use-keyboard-safe.ts'
import { usePart } from './use-part.ts'
import { usePhotoRoom } from './use-photo-part.ts'
import { usePlaces } from './use-places.ts'
import { useRoomHeight } from './use-room-height.ts'
import { useRoomItem } from './use-room-item.tsx'
import { useToken } from './use-token.ts'
import { useVoteTab } from './use-vote-tab.ts'
import { useWriting } from './use-writing.ts'

interface RoomProps {
  readonly session: PublicSession
  readonly name: string
  /** The client of the join form, `null` on a later visit. */
  readonly joined: RealtimeClient | null
  readonly onRename: (name: string) => void
  /** The name of an earlier visit is taken no longer, or the wall is deleted. */
  readonly onRefused: (code: string) => void
  readonly choice: LanguageChoice
}

const NONE: WaitingAgain = []

type OpenSheet = 'people' | 'rename' | null

/** The room after joining: the messages, the votes and the composer. */
export function Room({ session: known, name, joined, onRename, onRefused, choice }: RoomProps) {
  const { language } = choice
  const t = guestMessages(language)
  const client = useGuestClient(joined, known.id, name)
  const snapshot = useSnapshot(client)
  const session = snapshot.wall?.session ?? known
  const token = useToken(client, known.id)
  const { messages, loadOlder, isLoading, follow } = useHistory(client, token, known.id, snapshot)
  const { tab, setTab, unseen, waitingVotes } = useVoteTab(snapshot.votes, snapshot.ballots)
  const photos = usePhotoRoom(takesPhotos(session) || messages.some(({ message }) => message.photo !== undefined), client, known.id)
  const [sheet, setSheet] = useState<OpenSheet>(null)
  const placeOf = usePlaces(client, known.id, token, snapshot)
  const [isReading, setReading] = useState(false)
  const refused = leavesRoom(snapshot.closedReason) ? snapshot.closedReason : null
  const leave = useEffectEvent(onRefused)
  useEffect(() => {
    if (refused !== null) leave(refused)
  }, [refused])
  useTheme(session.theme)
  useKeyboardSafe()
  const closing = closingOf(snapshot, session)
  const later = usePart(loadLaterPart, snapshot.wall !== null || closing !== null)
  const [again, setAgain] = useState(NONE)
  const placed = useMemo(() => later?.inPlace(messages, closing === 'ended' ? NONE : again) ?? messages, [later, messages, again, closing])
  const isEnd = later !== null && closing === 'ended' && !isReading
  const box = useRef<HTMLDivElement>(null)
  const height = useRoomHeight(box, !isEnd)

  const texts = useMemo(() => roomLabels(language), [language])
  const privately = later?.privateWords(language, session.occasion) ?? null
  const slow = later?.slowMode(language, snapshot.wall?.session.slowModeSeconds, texts.stream) ?? null
  const delivery = { ...texts.stream.delivery, ...(privately && { private: privately.done }) }
  const stream = { ...texts.stream, empty: emptyText(texts.stream.empty, closing), delivery, ...slow?.stream }
  const labels = { ...texts, stream: { ...stream, reason: (refusal: { readonly code: string }) => errorSentence(language, refusal.code) } }
  const room: RoomView = { client, snapshot, session, name, token, choice, t, labels, closing, later, photos, slow, privately }
  const { pictureOf, renderMessage } = useRoomItem(room)
  const writing = useWriting(room)

  const toVotes = (): void => {
    setTab('votes')
    focusTab('votes')
  }
  if (closing === 'removed') return later && <later.RemovedPage session={session} name={name} choice={choice} />
  if (isEnd)
    return (
      <later.EndedRoom
        session={session}
        total={snapshot.wall?.messageCount ?? null}
        messages={messages}
        placeOf={placeOf}
        loadOlder={loadOlder}
        isLoading={isLoading}
        pictureOf={pictureOf}
        labels={labels.stream}
        timeOf={labels.timeOf}
        choice={choice}
        onDiscard={(key) => client.discard(key)}
        onRead={() => setReading(true)}
      />
    )
  return (
    <div ref={box} className={`room${height === 'enough' ? '' : ' room--low'}${height === 'lowest' ? ' room--lowest' : ''}`}>
      <RoomHeader
        session={session}
        online={snapshot.online}
        choice={choice}
        onPeople={() => setSheet('people')}
        tab={tab}
        onTab={setTab}
        waitingVotes={closing === 'ended' ? 0 : waitingVotes}
        hasNewVote={unseen !== null}
      />
      <ConnectionBadge connection={snapshot} labels={labels.connection} />
      {unseen !== null && later !== null && closing !== 'ended' && (
        <later.NewVoteNote vote={unseen} labels={labels.votes} t={t} onVote={toVotes} />
      )}
      <main className="room__main">
        <TabPanel id="messages" isSelected={tab === 'messages'}>
          {snapshot.wall === null && messages.length === 0 ? (
            <p className="room__opening">{t.opening}</p>
          ) : (
            <MessageStream
              messages={placed}
              labels={labels.stream}
              timeOf={labels.timeOf}
              onRetry={(key) => client.retry(key)}
              onDiscard={(key) => client.discard(key)}
              isOpen={closing === null}
              placeOf={placeOf}
              onOlder={loadOlder}
              isLoadingOlder={isLoading}
              onLeaveEnd={follow}
              renderMessage={renderMessage}
            />
          )}
        </TabPanel>
        <TabPanel id="votes" isSelected={tab === 'votes'}>
          {later && <later.RoomVotes {...room} />}
        </TabPanel>
      </main>
      <RoomFoot
        room={room}
        tab={tab}
        writing={writing}
        placeOf={placeOf}
        onAgain={setAgain}
        onRename={() => setSheet('rename')}
        onOwn={() => setReading(false)}
      />
      {later !== null && sheet === 'people' && (
        <later.PeopleSheet client={client} snapshot={snapshot} labels={labels.people} t={t} onClose={() => setSheet(null)} />
      )}
      {later !== null && sheet === 'rename' && (
        <later.RenameSheet
          sessionId={known.id}
          name={name}
          language={language}
          onName={(next) => {
            onRename(next)
            setSheet(null)
          }}
          onClose={() => setSheet(null)}
        />
      )}
    </div>
  )
}
