import type { Language } from '../shared/catalogs.ts'
import { forget } from '../shared/storage.ts'
import type { Closing } from './closing.ts'
import { ToOwn } from './ended/to-own.tsx'
import type { GuestMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface ClosedNoteProps {
  readonly closing: Closing
  readonly sessionId: string
  /** When it opens, in words; `null`: when the host opens it. */
  readonly opens: string | null
  /** From an ended wall to one's own messages. */
  readonly onOwn: () => void
  readonly language: Language
  readonly t: GuestMessages
}

/** A plain sentence where the composer was, and the way on where there is one. */
export function ClosedNote({ closing, sessionId, opens, onOwn, language, t }: ClosedNoteProps) {
  const joinAgain = (): void => {
    forget(`name:${sessionId}`)
    location.reload()
  }
  return (
    <div className="room__closed" role="status">
      {closing === 'ended' && (
        <>
          <p>{t.ended}</p>
          <ToOwn language={language} onOwn={onOwn} />
        </>
      )}
      {closing === 'notStarted' && <p>{t.notStarted(opens)}</p>}
      {closing === 'paused' && <p>{t.paused}</p>}
      {closing === 'wallClosed' && <p>{t.wallClosed}</p>}
      {closing === 'unauthorised' && <Button onClick={joinAgain}>{t.rejoin}</Button>}
      {closing === 'replaced' && <Button onClick={() => location.reload()}>{t.continueHere}</Button>}
    </div>
  )
}
