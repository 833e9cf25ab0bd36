import type { RealtimeClient } from '@guestwall/client'
import type { SessionHost } from '@guestwall/client/host'
import { isErased, type Wall, type WallMessage } from '@guestwall/protocol'
import { useMemo, useRef, useState } from 'react'
import { useMessageHistory } from '@guestwall/react'
import type { Language } from '../shared/catalogs.ts'
import { holdList } from './held-list.ts'
import { QueueItem } from './queue-item.tsx'
import { hostMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface MessageQueueProps {
  readonly client: RealtimeClient
  readonly wall: Wall | null
  readonly host: SessionHost
  readonly act: (call: Promise<unknown>) => Promise<boolean>
  readonly language: Language
}

/** A list that is scrolled further than this from its top is being read. */
const AT_TOP_PX = 8
/** Messages of one page of older ones. */
const PAGE = 50

/** The messages on the wall, newest first. New ones wait behind a button while the pointer is on the list or it is scrolled. */
export function MessageQueue({ client, wall, host, act, language }: MessageQueueProps) {
  const t = hostMessages(language)
  const box = useRef<HTMLDivElement>(null)
  const [isPointedAt, setPointedAt] = useState(false)
  const [isScrolled, setScrolled] = useState(false)
  const [asked, setAsked] = useState<string | null>(null)
  const live = useMemo(() => newestFirst(wall), [wall])
  const [seenList, setSeenList] = useState<readonly WallMessage[]>([])
  const seen = useMemo(() => new Set(seenList.map((message) => message.id)), [seenList])
  const { older, loadOlder, isLoading } = useMessageHistory(client, (before) => host.listMessages({ status: 'shown', before, limit: PAGE }))
  const isHeld = seen.size > 0 && (isPointedAt || isScrolled || asked !== null)
  const { shown, waiting } = holdList(live, seen, isHeld)
  if (!isHeld && seenList !== live) setSeenList(live)

  const showNew = (): void => {
    setSeenList(live)
    setAsked(null)
    box.current?.scrollTo(0, 0)
  }
  const remove = async (message: WallMessage): Promise<void> => {
    setAsked(null)
    await act(host.removeMessage(message.id))
  }
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false })
  const present = new Set(shown.map((message) => message.id))
  const all = [...shown, ...older.filter((message) => !present.has(message.id)).reverse()]

  return (
    <section className="queue" aria-labelledby="queue-title">
      <header className="queue__head">
        <h2 id="queue-title" className="console__heading">
          {t.messagesTitle}
        </h2>
        <div className="queue__news" role="status">
          {waiting > 0 && (
            <Button look="pill" className="queue__newer" onClick={showNew}>
              {t.newer(waiting)}
            </Button>
          )}
        </div>
        <span className="queue__count">{t.messages(wall?.messageCount ?? 0)}</span>
      </header>
      {/* A box that scrolls must be reachable by keyboard. */}
      <div
        ref={box}
        className="queue__box"
        tabIndex={0}
        role="group"
        aria-labelledby="queue-title"
        onPointerEnter={(event) => event.pointerType === 'mouse' && setPointedAt(true)}
        onPointerLeave={() => setPointedAt(false)}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop > AT_TOP_PX)}
      >
        {all.length === 0 && <p className="queue__empty">{t.noMessages}</p>}
        <ol className="queue__list">
          {all.map((message) => (
            <QueueItem
              key={message.id}
              message={message}
              time={clock.format(new Date(message.createdAt))}
              isAsked={asked === message.id}
              onAsk={() => setAsked(message.id)}
              onKeep={() => setAsked(null)}
              onRemove={() => remove(message)}
              t={t}
            />
          ))}
        </ol>
        {loadOlder !== null && (
          <Button look="text" className="queue__older" onClick={loadOlder} isBusy={isLoading}>
            {isLoading ? t.loadingOlder : t.older}
          </Button>
        )}
      </div>
    </section>
  )
}

function newestFirst(wall: Wall | null): WallMessage[] {
  return (wall?.messages ?? []).filter((message) => message.status === 'shown' && !isErased(message)).reverse()
}
