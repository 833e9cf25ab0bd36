import type { HostMessage, ScreenReport, Session, Vote } from '@guestwall/protocol'
import { languageOf, viewResults } from '@guestwall/react'
import type { CSSProperties } from 'react'
import { boxOf, cardOf, type PartBox } from './screen-view.ts'

interface ScreenThumbnailProps {
  readonly report: ScreenReport
  readonly session: Pick<Session, 'title' | 'theme'>
  readonly messages: ReadonlyMap<string, Pick<HostMessage, 'content' | 'pinned'>>
  /** The vote whose results the screen shows, as it may see it; `null`: none. */
  readonly vote: Vote | null
  /** A description of the picture in words. */
  readonly label: string
}

/** A small picture of a screen in its own shape, drawn from what the screen says that it shows. */
export function ScreenThumbnail({ report, session, messages, vote, label }: ScreenThumbnailProps) {
  const { width, height, picture, cards, panel } = report
  const place = panel === null ? null : boxOf(panel)
  const hasTitleAlone = picture === 'blank' || picture === 'idle'
  const hasCards = !hasTitleAlone && picture !== 'results'
  const isPanelWide = place !== null && place.width * width > place.height * height
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
      {(hasCards ? cards : []).map((card) => {
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
      {vote !== null && picture === 'results' && <Results vote={vote} place={besidePanel(place, isPanelWide)} />}
      {place !== null && picture !== 'blank' && (
        <span className={`thumbnail__panel${isPanelWide ? ' thumbnail__panel--wide' : ''}`} style={placeOf(place)} />
      )}
    </div>
  )
}

interface ResultsProps {
  readonly vote: Vote
  readonly place: PartBox
}

/** The question, and the bars as far as the hall sees them. */
function Results({ vote, place }: ResultsProps) {
  const results = viewResults(vote)
  const rows = results.areVisible ? results.rows : vote.options.map(({ id, label }) => ({ id, label, part: 0 }))
  return (
    <span className="thumbnail__results" style={placeOf(place)}>
      <span className="thumbnail__question" lang={languageOf(vote.question)}>
        {vote.question}
      </span>
      {rows.map(({ id, label, part }) => (
        <span key={id} className="thumbnail__row" lang={languageOf(label)}>
          <span className="thumbnail__bar" style={{ width: `${part * 100}%` }} />
          {label}
        </span>
      ))}
    </span>
  )
}

/** Below the names and beside the panel, or above it. */
function besidePanel(panel: PartBox | null, isPanelWide: boolean): PartBox {
  const [right, bottom] = panel === null ? [1, 1] : isPanelWide ? [1, panel.top] : [panel.left, 1]
  const [left, top] = [0.03, 0.11]
  return { left, top, width: right - 2 * left, height: bottom - top - left }
}

function placeOf({ left, top, width, height }: PartBox): CSSProperties {
  const percent = (part: number): string => `${part * 100}%`
  return { left: percent(left), top: percent(top), width: percent(width), height: percent(height) }
}
