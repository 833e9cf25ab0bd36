import type { ClientRefusal, RealtimeClient } from '@guestwall/client'
import type { PublicSession, WallMessage } from '@guestwall/protocol'
import {
  ConnectionBadge,
  MessageComposer,
  MessageStream,
  StreamItem,
  type StreamItemProps,
  useSnapshot,
  VoteAnnouncer,
  VotePanel,
} from '@guestwall/react'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { focusTab, TabPanel } from '../shared/ui/tabs.tsx'
import { useTheme } from '../shared/theme.ts'
import { closingOf, leavesRoom } from './closing.ts'
import { ClosedNote } from './closed-note.tsx'
import { loadLaterPart } from './load-later-part.ts'
import { openingTime } from './opening-time.ts'
import { roomLabels } from './room-labels.ts'
import { openClient } from './open-client.ts'
import { RoomHeader } from './room-header.tsx'
import { useDeliveryNews } from './use-delivery-news.ts'
import { useDraft } from './use-draft.ts'
import { useHistory } from './use-history.ts'
import { useKeyboardSafe } from './use-keyboard-safe.ts'
import { useLasting } from './use-lasting.ts'
import { usePart } from './use-part.ts'
import { usePlaces } from './use-places.ts'
import { useNotShown } from './use-not-shown.ts'
import { useRoomHeight } from './use-room-height.ts'
import { NewVoteNote } from './new-vote-note.tsx'
import { NotShownNote } from './not-shown-note.tsx'
import { PrivateSwitch } from './private-switch.tsx'
import { ReadyWishes } from './ready-wishes.tsx'
import { useToken } from './use-token.ts'
import { usePhotoRoom } from './use-photo-part.ts'
import { useVoteTab } from './use-vote-tab.ts'
import { guestMessages } from './messages.ts'

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

type OpenSheet = 'people' | 'rename' | null

/** A wait shorter than this is sending, not waiting: no word of it. */
const WAITING_SHOWN_AFTER_MS = 1_500

/** The room after joining: the messages, the votes and the composer. */
export function Room({ session: known, name, joined, onRename, onRefused, choice }: RoomProps) {
  const { language } = choice
  const t = guestMessages(language)
  const labels = useMemo(() => roomLabels(language), [language])
  const client = useClient(joined, known.id, name)
  const snapshot = useSnapshot(client)
  const session = snapshot.wall?.session ?? known
  const token = useToken(client, known.id)
  const { messages, loadOlder, isLoading } = useHistory(client, token, known.id, snapshot)
  const { tab, setTab, unseen, waitingVotes } = useVoteTab(snapshot.votes, snapshot.ballots)
  const [draft, setDraft] = useDraft(known.id)
  const takesPhotos = 'photos' in session && session.photos !== undefined && session.photos !== 'off'
  const photos = usePhotoRoom(takesPhotos || messages.some(({ message }) => message.photo !== undefined), client, known.id)
  const pictureOf = useCallback(
    (message: WallMessage) =>
      photos !== null && message.photo !== undefined && <photos.NotePhoto desk={photos.desk} message={message} language={language} />,
    [photos, language],
  )
  const [sheet, setSheet] = useState<OpenSheet>(null)
  const placeOf = usePlaces(client, known.id, token, snapshot)
  const [isReading, setReading] = useState(false)
  const news = useDeliveryNews(snapshot.messages, placeOf)
  const notShown = useNotShown(client, snapshot.messages)
  const isWaiting = useLasting(snapshot.waitingToSend > 0, WAITING_SHOWN_AFTER_MS)
  const refused = leavesRoom(snapshot.closedReason) ? snapshot.closedReason : null
  const leave = useEffectEvent(onRefused)
  useEffect(() => {
    if (refused !== null) leave(refused)
  }, [refused])
  useTheme(session.theme)
  useKeyboardSafe()
  const box = useRef<HTMLDivElement>(null)
  const closing = closingOf(snapshot, session)
  const later = usePart(loadLaterPart, snapshot.wall !== null || closing !== null)
  const isEnd = later !== null && closing === 'ended' && !isReading
  const takesReactions = closing !== 'ended' && snapshot.wall?.session.reactions === true
  const renderMessage = useCallback(
    (item: StreamItemProps) => {
      const { message, delivery } = item.entry
      const note = <StreamItem {...item} picture={pictureOf(message)} />
      if (!takesReactions || (delivery ?? 'shown') !== 'shown') return note
      return (
        <div className="reacted">
          {note}
          <div className="reactions">
            {later && <later.Reactions client={client} sessionId={known.id} token={token} message={message} language={language} />}
          </div>
        </div>
      )
    },
    [pictureOf, language, takesReactions, later, client, known.id, token],
  )
  const height = useRoomHeight(box, !isEnd)

  const privately = t.privately[session.occasion ?? 'wedding']
  const mayWritePrivately = snapshot.wall?.session.privateWishes === true
  const [wantsPrivate, setPrivate] = useState(false)
  const isPrivate = wantsPrivate && mayWritePrivately
  const delivery = { ...labels.stream.delivery, private: privately.done }
  const field = useRef<HTMLTextAreaElement>(null)
  const pickWish = (wish: string): void => {
    setDraft(wish)
    // The button that was pressed is gone.
    field.current?.focus()
  }

  const isStoring = useRef(false)
  const send = async (content: string): Promise<void> => {
    // Storing takes a moment: a double tap in it is one message.
    if (isStoring.current) return
    isStoring.current = true
    try {
      const to = isPrivate ? ({ to: 'hosts' } as const) : {}
      // A chosen photo takes its text along.
      if (photos !== null && photos.desk.getSnapshot().chosen !== null) {
        if (await photos.desk.send(content, name, to)) setDraft('')
        return
      }
      const { settled } = await client.queueMessage(content, name, to)
      // The field clears once the words are stored; from then on the outbox owns them, whatever becomes of this page (G3).
      setDraft('')
      // A refusal is shown beside the message itself.
      settled.catch(() => undefined)
    } catch {
      // Not kept, so the words stay in the field.
    } finally {
      isStoring.current = false
    }
  }

  const reasonOf = (refusal: ClientRefusal): string => errorSentence(language, refusal.code)
  const streamLabels = { ...labels.stream, delivery, reason: reasonOf }
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
        labels={streamLabels}
        timeOf={labels.timeOf}
        choice={choice}
        onDiscard={(key) => client.discard(key)}
        onRead={() => setReading(true)}
      />
    )
  const note = isWaiting ? `${t.waiting(snapshot.waitingToSend)}${snapshot.isStorageDurable ? '' : ` · ${t.notDurable}`}` : null
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
      {unseen !== null && closing !== 'ended' && <NewVoteNote vote={unseen} labels={labels.votes} t={t} onVote={toVotes} />}
      <main className="room__main">
        <TabPanel id="messages" isSelected={tab === 'messages'}>
          {snapshot.wall === null && messages.length === 0 ? (
            <p className="room__opening">{t.opening}</p>
          ) : (
            <MessageStream
              messages={messages}
              labels={streamLabels}
              timeOf={labels.timeOf}
              onRetry={(key) => client.retry(key)}
              onDiscard={(key) => client.discard(key)}
              isOpen={closing === null}
              placeOf={placeOf}
              onOlder={loadOlder}
              isLoadingOlder={isLoading}
              renderMessage={renderMessage}
            />
          )}
        </TabPanel>
        <TabPanel id="votes" isSelected={tab === 'votes'}>
          <VotePanel
            votes={snapshot.votes}
            ballots={snapshot.ballots}
            onCast={(voteId, optionIds) => client.castVote(voteId, optionIds)}
            onDiscard={(key) => client.discard(key)}
            // The text about the end is below.
            labels={closing === 'ended' ? { ...labels.votes, none: '' } : labels.votes}
            canVote={closing === null || closing === 'wallClosed'}
            reasonOf={reasonOf}
            belowCounted={({ voteId, key }) =>
              token !== null &&
              later !== null && <later.VoteReceipt key={key} sessionId={known.id} voteId={voteId} token={token} language={language} />
            }
          />
        </TabPanel>
      </main>
      <footer className="room__foot">
        <NotShownNote count={notShown.count} onDismiss={notShown.dismiss} t={t} />
        {closing === null ? (
          <div hidden={tab === 'votes'}>
            {photos !== null && <photos.PhotoBar desk={photos.desk} hasWords={draft.trim() !== ''} language={language} />}
            <MessageComposer
              ref={field}
              draft={draft}
              onDraft={setDraft}
              onSend={(content) => void send(content)}
              guestName={name}
              onRename={() => setSheet('rename')}
              labels={labels.composer}
              note={note}
              beforeField={
                draft === '' && !isPrivate ? (
                  <ReadyWishes occasion={session.occasion} t={t} onPick={pickWish} />
                ) : (
                  mayWritePrivately && <PrivateSwitch label={privately.ask} isOn={isPrivate} onChange={setPrivate} />
                )
              }
              tool={photos !== null && takesPhotos && <photos.PhotoButton desk={photos.desk} language={language} />}
            />
          </div>
        ) : (
          (tab === 'messages' || closing !== 'wallClosed') && (
            <ClosedNote
              closing={closing}
              sessionId={known.id}
              opens={openingTime(language, session.opensAt)}
              t={t}
              toOwn={later && <later.ToOwn language={language} onOwn={() => setReading(false)} />}
            />
          )
        )}
        <VoteAnnouncer
          votes={snapshot.wall === null ? null : snapshot.votes}
          ballots={snapshot.ballots}
          labels={labels.votes}
          reasonOf={reasonOf}
        />
        <p className="gw-unseen" role="status">
          {news !== null && (
            <span key={news.count}>{t.announced(news.state === 'showing' ? labels.stream.place.showing : delivery[news.state])}</span>
          )}
        </p>
      </footer>
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

/** One client for as long as the guest is inside. A later name travels with each message, so it needs no new client. */
function useClient(joined: RealtimeClient | null, sessionId: string, firstName: string): RealtimeClient {
  const [client] = useState(() => joined ?? openClient({ session: sessionId, guestName: firstName }))
  useEffect(() => {
    client.connect()
    return () => client.close()
  }, [client])
  return client
}
