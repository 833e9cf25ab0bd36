import type { HostMessage, ScreenReport, Session } from '@guestwall/protocol'
import { languageOf } from '@guestwall/react'
import type { CSSProperties } from 'react'
import { boxOf, cardOf, type PartBox } from './screen-view.ts'

interface ScreenThumbnailProps {
  readonly report: ScreenReport
  readonly session: Pick<Session, 'title' | 'theme'>
  readonly messages: ReadonlyMap<string, Pick<HostMessage, 'content' | 'pinned'>>
  /** A description of the picture in words. */
  readonly label: string
}

/** A small picture of a screen in its own shape, drawn from what the screen says that it shows. */
export function ScreenThumbnail({ report, session, messages, label }: ScreenThumbnailProps) {
  const { width, height, picture, cards, panel } = report
  const place = panel === null ? null : boxOf(panel)
  const hasTitleAlone = picture === 'blank' || picture === 'idle' || picture === 'results'
  return (
    <div
      className={`thumbnail thumbnail--${picture}`}
      role="img"
      aria-label={label}
      data-theme={session.theme}
      style={{ paddingBottom: `${(height / width) * 100}%` }}
    >
      <span className={hasTitleAlone ? 'thumbnail__title' : 'thumbnail__head'} lang={languageOf(session.title)}>
        {session.title}
      </span>
      {/* A report that was measured while the picture changed may have messages of the one before. */}
      {(hasTitleAlone ? [] : cards).map((card) => {
        const { id, box } = cardOf(card)
        const message = messages.get(id)
        const content = message?.content ?? ''
        return (
          <span
            key={id}
            className={`thumbnail__card${message?.pinned === true ? ' thumbnail__card--pinned' : ''}`}
            style={placeOf(box)}
            lang={languageOf(content)}
          >
            {content}
          </span>
        )
      })}
      {place !== null && picture !== 'blank' && (
        <span
          className={`thumbnail__panel${place.width * width > place.height * height ? ' thumbnail__panel--wide' : ''}`}
          style={placeOf(place)}
        />
      )}
    </div>
  )
}

function placeOf({ left, top, width, height }: PartBox): CSSProperties {
  const percent = (part: number): string => `${part * 100}%`
  return { left: percent(left), top: percent(top), width: percent(width), height: percent(height) }
}
