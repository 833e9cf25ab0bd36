import { forget } from '../shared/storage.ts'
import type { Closing } from './closing.ts'
import type { GuestWords } from './words.ts'
import { Button, LinkButton } from '../shared/ui/button.tsx'

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
      {closing === 'unauthorised' && <Button onClick={joinAgain}>{words.rejoin}</Button>}
      {closing === 'replaced' && <Button onClick={() => location.reload()}>{words.continueHere}</Button>}
      {closing === 'session_not_found' && <LinkButton href="/">{words.otherCode}</LinkButton>}
    </div>
  )
}
