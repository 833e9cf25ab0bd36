import { Icon } from './icon.tsx'
import { useNow } from './use-now.ts'

/** For how long an act can be taken back (H2), in milliseconds. */
export const UNDO_MS = 10_000

/** The last act, in words, while it can be taken back. */
export interface UndoOffer {
  readonly text: string
  /** The beginning of the message that it was about. */
  readonly quote: string | null
  /** The button. It says what becomes of it. */
  readonly undo: string
  /** In `performance.now()`. */
  readonly untilMs: number
}

interface UndoStripProps {
  readonly offer: UndoOffer | null
  readonly onUndo: () => void
}

const SECOND_MS = 1_000

/** The last act, and the seconds in which it can be taken back. Its place is kept while there is none: nothing moves when it comes. */
export function UndoStrip({ offer, onUndo }: UndoStripProps) {
  return (
    <div className="undo-strip" role="status">
      {offer !== null && <Offer key={offer.untilMs} offer={offer} onUndo={onUndo} />}
    </div>
  )
}

function Offer({ offer: { text, quote, undo, untilMs }, onUndo }: { readonly offer: UndoOffer; readonly onUndo: () => void }) {
  const nowMs = useNow(true, SECOND_MS)
  const seconds = Math.max(1, Math.ceil((untilMs - nowMs) / SECOND_MS))
  return (
    <div className="undo-strip__offer">
      <p className="undo-strip__did">
        <span>{text}</span>
        {quote !== null && <q>{quote}</q>}
      </p>
      <button type="button" className="undo-strip__undo" onClick={onUndo}>
        <Icon name="undo" />
        <span>{undo}</span>
        <span className="undo-strip__seconds" aria-hidden="true">
          {seconds}
        </span>
        <kbd aria-hidden="true">U</kbd>
      </button>
      <span className="undo-strip__left" style={{ transform: `scaleX(${Math.min(1, (seconds * SECOND_MS) / UNDO_MS)})` }} />
    </div>
  )
}
