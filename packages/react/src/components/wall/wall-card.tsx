import { type CSSProperties, memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from '../shared/class-names.ts'
import { languageOf } from '../shared/language-of.ts'
import type { Shown } from './layout.ts'
import { AFTER_OUT_MS, MOVE_MS, type Placed, type SceneItem } from './motion.ts'
import { playMotion } from './play-motion.ts'
import { isLetter } from './reading-time.ts'
import { wallText } from './text-fit.ts'
import { TextRunList } from './text-run-list.tsx'
import { WallCardReactions } from './wall-card-reactions.tsx'
import { WallPhoto, type WallPhotos } from './wall-photo.tsx'

/** A card as the scene moves it. */
export interface LaidOut extends Placed {
  readonly shown: Shown
}

interface WallCardProps {
  readonly item: SceneItem<LaidOut>
  /** Pixels of one percent of the screen's height, times the operator's text size. */
  readonly unit: number
  readonly seal: string
  readonly photos: WallPhotos | undefined
}

/** A card of the wall at its place. Only its transform and its opacity change while it is shown, and its height where the whole picture changes. */
export const WallCard = memo(function WallCard({ item, unit, seal, photos }: WallCardProps) {
  const { isLeaving, motion, before } = item
  const { shown, x, y, width, height } = item.card
  const { message } = shown
  const slot = useRef<HTMLLIElement>(null)
  const [faded, setFaded] = useState<SceneItem<LaidOut>['before']>(undefined)
  useLayoutEffect(() => {
    if (slot.current !== null) playMotion(slot.current, motion, { x, y, width, height })
  }, [motion, x, y, width, height])
  useEffect(() => {
    if (before === undefined) return
    const timer = setTimeout(() => setFaded(before), AFTER_OUT_MS + MOVE_MS)
    return () => clearTimeout(timer)
  }, [before])
  return (
    <li
      ref={slot}
      className="gw-wall__slot"
      aria-hidden={isLeaving}
      data-message={isLeaving ? undefined : message.key}
      style={
        {
          transform: `translate(${x}px, ${y}px)`,
          width: `${width}px`,
          height: `${height}px`,
          '--gw-enters': `${motion.kind === 'leave' ? 0 : motion.delayMs}ms`,
        } as CSSProperties
      }
    >
      <CardFace key={item.face} card={item.card} unit={unit} seal={seal} photos={photos} />
      {motion.kind === 'remake' && before !== undefined && before !== faded && (
        <CardFace key={before.face} card={before.card} into={item.card} unit={unit} seal={seal} photos={photos} />
      )}
    </li>
  )
})

interface CardFaceProps {
  readonly card: LaidOut
  /** It is the face of before, in the box of a card that gets another shape. */
  readonly into?: Placed
  readonly unit: number
  readonly seal: string
  readonly photos: WallPhotos | undefined
}

function CardFace({ card, into, unit, seal, photos }: CardFaceProps) {
  const { shown, width, height } = card
  const { message, place } = shown
  const { photo: photoFit } = place.fit
  const stretched = into !== undefined && {
    width: `${width}px`,
    height: `${height}px`,
    transform: `scale(${into.width / width}, ${into.height / height})`,
  }
  return (
    <article
      className={classNames(
        'gw-card',
        into !== undefined && 'gw-card--before',
        place.isSheet && 'gw-card--sheet',
        place.fit.isDense === true && 'gw-card--dense',
        place.isFew === true && 'gw-card--few',
        place.isLow === true && 'gw-card--low',
        place.isLarge === true && 'gw-card--large',
        place.isLarge === true && isLetter(message.content) && 'gw-card--long',
        photoFit?.isBeside === true && 'gw-card--beside',
        message.isPinned && 'gw-card--pinned',
        shown.isNew && 'gw-card--new',
      )}
      style={{ '--gw-card-u': `${unit * (place.scale ?? 1)}px`, ...stretched } as CSSProperties}
      aria-hidden={into !== undefined}
      dir="auto"
    >
      {photos !== undefined && photoFit !== undefined && message.photo !== undefined && (
        <WallPhoto photos={photos} photo={message.photo} fit={photoFit} name={message.name} />
      )}
      <CardText shown={shown} />
      <footer className="gw-card__name" lang={languageOf(message.name)}>
        <bdi>{message.name}</bdi>
        <WallCardReactions messageId={message.key} />
      </footer>
      {message.isPinned && (
        <span className="gw-card__seal" aria-hidden="true">
          {seal}
        </span>
      )}
      {place.isSheet && <span className="gw-card__reading" style={{ '--gw-reading': `${readingMs(shown)}ms` } as CSSProperties} />}
    </article>
  )
}

/** The classes and parts are those with which `CardRuler` has measured the text. */
function CardText({ shown }: { readonly shown: Shown }) {
  const { message, place } = shown
  const { fontSize, breaks, pages } = place.fit
  const text = wallText(message.content)
  const page = usePage(pages, readingMs(shown))
  const className = classNames(
    'gw-card__text',
    breaks === 'line' && 'gw-card__text--line',
    (breaks === 'phrases' || breaks === 'words') && 'gw-card__text--kept',
    breaks === 'letters' && 'gw-card__text--letters',
  )
  const paragraph = (
    <p className={className} lang={languageOf(message.content)} style={{ fontSize: `${fontSize}px` }}>
      <TextRunList text={text} breaks={breaks} />
    </p>
  )
  if (!place.isSheet) return paragraph
  return (
    <div className="gw-card__pages" data-page={pages > 1 ? `${page + 1} / ${pages}` : undefined}>
      <div className="gw-card__page" key={page} style={{ transform: `translateX(calc(${-page} * (100% + var(--gw-page-gap))))` }}>
        {paragraph}
      </div>
    </div>
  )
}

function readingMs(shown: Shown): number {
  return shown.readAtMs - shown.shownAtMs
}

/** The page of a letter: each is shown for its part of the time, and the last one stays. */
function usePage(pages: number, wholeMs: number): number {
  const [page, setPage] = useState(0)
  useEffect(() => {
    if (pages === 1) return
    const timer = setInterval(() => setPage((known) => Math.min(pages - 1, known + 1)), wholeMs / pages)
    return () => clearInterval(timer)
  }, [pages, wholeMs])
  return Math.min(page, pages - 1)
}
