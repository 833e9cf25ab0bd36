import type { ViewMessage } from '@guestwall/client'
import type { PublicSession, WallMessage } from '@guestwall/protocol'
import { languageOf, StreamItem } from '@guestwall/react'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import type { LanguageChoice } from '../../shared/language.ts'
import { saveFile } from '../../shared/save-file.ts'
import { Button } from '../../shared/ui/button.tsx'
import { CopyButton } from '../../shared/ui/copy-field.tsx'
import { EntryHeading } from '../entry-heading.tsx'
import { EntryPage } from '../entry-page.tsx'
import { EntryLook } from '../entry-look.tsx'
import type { PlaceOf } from '../places.ts'
import type { RoomLabels } from '../room-labels.ts'
import { endedMessages } from './ended-messages.ts'
import { ownAtEnd, ownText, takenOf, wereAllShown } from './own-messages.ts'

/** Phones learn of the end at the same moment: each begins to read older messages at a moment of its own. */
const SPREAD_MS = 4_000
const BETWEEN_MS = 300
/** WeChat's browser saves no file, and says nothing. */
const CANNOT_SAVE = /MicroMessenger/i

interface EndedRoomProps {
  readonly session: PublicSession
  /** Messages on the wall; `null`: not known yet. */
  readonly total: number | null
  /** Oldest first. */
  readonly messages: readonly ViewMessage[]
  readonly placeOf: PlaceOf
  /** Reads another page of older messages; `null`: there are no more. */
  readonly loadOlder: (() => void) | null
  readonly isLoading: boolean
  readonly pictureOf: (message: WallMessage) => ReactNode
  readonly labels: RoomLabels['stream']
  readonly timeOf: (iso: string) => string
  readonly choice: LanguageChoice
  readonly onDiscard: (key: string) => void
  /** To the whole wall. */
  readonly onRead: () => void
}

/** The end, for a guest who was there: thanks, and what this guest wrote. */
export function EndedRoom({ session, total, messages, placeOf, loadOlder, isLoading, choice, onRead, ...rest }: EndedRoomProps) {
  const t = endedMessages(choice.language)
  const occasion = session.occasion ?? 'wedding'
  useWholeHistory(loadOlder, isLoading)
  const own = ownAtEnd(messages)
  const taken = takenOf(own)
  const isWhole = total !== null && loadOlder === null
  return (
    <>
      <EntryLook session={session} />
      <EntryPage choice={choice}>
        <div className="ended">
          <span className={`seal seal--${occasion}`} aria-hidden="true" />
          <EntryHeading title={session.title} subtitle={session.subtitle} />
          <p className="entry__ask" role="status">
            {t.thanks[occasion]}
          </p>
          {total !== null && <p className="ended__count">{t.count(total, occasion)}</p>}
          {own.length > 0 && (
            <section className="ended__own" aria-labelledby="ended-own">
              <header className="ended__head">
                <h2 id="ended-own">{t.ownTitle}</h2>
                {isWhole && taken.length > 0 && <p>{t.ownCount(taken.length, wereAllShown(taken, placeOf))}</p>}
              </header>
              <ol>
                {own.map((entry) => (
                  <li key={entry.viewKey} className="ended__message">
                    <OwnMessage entry={entry} {...rest} />
                  </li>
                ))}
              </ol>
            </section>
          )}
          <div className="ended__acts">
            <Button isTall onClick={onRead}>
              {t.readWall}
            </Button>
            {own.length > 0 && <KeepOwn title={session.title} text={ownText(session.title, own, rest.timeOf)} t={t} />}
          </div>
        </div>
      </EntryPage>
    </>
  )
}

type OwnMessageProps = Pick<EndedRoomProps, 'pictureOf' | 'labels' | 'timeOf' | 'onDiscard'> & { readonly entry: ViewMessage }

/** Its words and its time; one that is not on the wall says so too. */
function OwnMessage({ entry, pictureOf, labels, timeOf, onDiscard }: OwnMessageProps) {
  const { message, delivery } = entry
  const picture = pictureOf(message)
  if (delivery !== 'shown') {
    const nothing = () => undefined
    return <StreamItem {...{ entry, labels, timeOf, onDiscard, picture }} isOpen={false} onRetry={nothing} />
  }
  return (
    <>
      <div>
        {picture}
        <p dir="auto" lang={languageOf(message.content)}>
          {message.content}
        </p>
      </div>
      <time dateTime={message.createdAt}>{timeOf(message.createdAt)}</time>
    </>
  )
}

type KeepOwnProps = { readonly title: string; readonly text: string; readonly t: ReturnType<typeof endedMessages> }

/** Saves one's own messages as a file, or copies them where the browser saves none. */
function KeepOwn({ title, text, t }: KeepOwnProps) {
  if (CANNOT_SAVE.test(navigator.userAgent)) return <CopyButton text={text} t={t} />
  return (
    <Button look="text" onClick={() => saveFile(new Blob([text], { type: 'text/plain;charset=utf-8' }), `${title}.txt`)}>
      {t.saveOwn}
    </Button>
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
