import { forget } from '../shared/storage.ts'
import type { Closing } from './closing.ts'
import type { GuestWords } from './words.ts'

interface ClosedNoteProps {
  readonly closing: Closing
  readonly sessionId: string
  readonly words: GuestWords
}

/** A plain sentence where the composer was, and the way on where there is one. */
export function ClosedNote({ closing, sessionId, words }: ClosedNoteProps) {
  const joinAgain = (): void => {
    forget(`name:${sessionId}`)
    location.reload()
  }
  return (
    <div className="room__closed" role="status">
      {closing === 'ended' && <p>{words.ended}</p>}
      {closing === 'notStarted' && <p>{words.notStarted}</p>}
      {closing === 'wallClosed' && <p>{words.wallClosed}</p>}
      {closing === 'unauthorised' && (
        <button type="button" className="gw-button" onClick={joinAgain}>
          {words.rejoin}
        </button>
      )}
      {closing === 'replaced' && (
        <button type="button" className="gw-button" onClick={() => location.reload()}>
          {words.continueHere}
        </button>
      )}
      {closing === 'session_not_found' && (
        <a className="gw-button gw-button--link" href="/">
          {words.otherCode}
        </a>
      )}
    </div>
  )
}
