import type { ClientRefusal, ViewMessage } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import { languageOf, StreamItem } from '@guestwall/react'
import { useEffect, useEffectEvent } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { saveFile } from '../shared/save-file.ts'
import { TitleText } from '../shared/title-text.tsx'
import { Button } from '../shared/ui/button.tsx'
import { Door } from './door.tsx'
import { guestMessages } from './messages.ts'
import { ownText, wereAllShown } from './own-messages.ts'
import type { PlaceOf } from './places.ts'
import type { RoomLabels } from './room-labels.ts'

/** Phones learn of the end at the same moment: each begins to read older messages at a moment of its own. */
const SPREAD_MS = 4_000
const BETWEEN_MS = 300
/** WeChat's browser saves no file, and says nothing. */
const CANNOT_SAVE = /MicroMessenger/i

export interface EndedRoomProps {
  readonly session: PublicSession
  /** Messages on the wall; `null`: not known yet. */
  readonly total: number | null
  /** Oldest first. */
  readonly messages: readonly ViewMessage[]
  readonly placeOf: PlaceOf
  /** Reads another page of older messages; `null`: there are no more. */
  readonly loadOlder: (() => void) | null
  readonly isLoading: boolean
  readonly labels: RoomLabels
  readonly reasonOf: (refusal: ClientRefusal) => string
  readonly choice: LanguageChoice
  readonly onDiscard: (key: string) => void
  /** To the whole wall. */
  readonly onRead: () => void
}

/** The end, for a guest who was there: thanks, and what this guest wrote. */
export function EndedRoom({ session, total, messages, placeOf, loadOlder, isLoading, ...rest }: EndedRoomProps) {
  const { labels, reasonOf, choice, onDiscard, onRead } = rest
  const t = guestMessages(choice.language)
  const occasion = session.occasion ?? 'wedding'
  useWholeHistory(loadOlder, isLoading)
  const own = messages.filter(({ isMine }) => isMine)
  const isWhole = total !== null && loadOlder === null
  const save = (): void =>
    saveFile(new Blob([ownText(session.title, own, labels.timeOf)], { type: 'text/plain;charset=utf-8' }), `${session.title}.txt`)
  return (
    <Door choice={choice}>
      <div className="ended">
        <span className={`seal seal--${occasion}`} aria-hidden="true" />
        {session.subtitle !== '' && <p className="door__subtitle">{session.subtitle}</p>}
        <h1 className="door__title door__title--names">
          <TitleText title={session.title} />
        </h1>
        <hr className="door__rule" />
        <p className="door__ask" role="status">
          {t.endedTitle[occasion]}
        </p>
        <p className="ended__count">{total === null ? t.opening : t.endedCount(total, occasion)}</p>
        {own.length > 0 && (
          <section className="ended__own" aria-labelledby="ended-own">
            <header className="ended__head">
              <h2 id="ended-own">{t.ownTitle}</h2>
              {isWhole && <p>{t.ownCount(own.length, wereAllShown(own, placeOf))}</p>}
            </header>
            <ol>
              {own.map((entry) => (
                <li key={entry.viewKey} className="ended__message">
                  {entry.delivery === 'shown' ? (
                    <>
                      <p dir="auto" lang={languageOf(entry.message.content)}>
                        {entry.message.content}
                      </p>
                      <time dateTime={entry.message.createdAt}>{labels.timeOf(entry.message.createdAt)}</time>
                    </>
                  ) : (
                    <StreamItem
                      entry={entry}
                      labels={{ ...labels.stream, reason: reasonOf }}
                      isOpen={false}
                      timeOf={labels.timeOf}
                      onRetry={() => undefined}
                      onDiscard={onDiscard}
                    />
                  )}
                </li>
              ))}
            </ol>
          </section>
        )}
        <div className="ended__acts">
          <Button isTall onClick={onRead}>
            {t.readWall}
          </Button>
          {own.length > 0 && !CANNOT_SAVE.test(navigator.userAgent) && (
            <Button look="text" onClick={save}>
              {t.saveOwn}
            </Button>
          )}
        </div>
      </div>
    </Door>
  )
}

/** Reads the older messages page by page: one's own may be among them. */
function useWholeHistory(loadOlder: (() => void) | null, isLoading: boolean): void {
  const load = useEffectEvent(() => loadOlder?.())
  const hasMore = loadOlder !== null
  useEffect(() => {
    if (!hasMore || isLoading) return
    const timer = setTimeout(() => load(), BETWEEN_MS + Math.random() * SPREAD_MS)
    return () => clearTimeout(timer)
  }, [hasMore, isLoading])
}
