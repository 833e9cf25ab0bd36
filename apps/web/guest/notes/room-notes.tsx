import type { ClientSnapshot, RealtimeClient } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { NotShownNote } from './not-shown-note.tsx'
import { useRehearsalOver } from './use-rehearsal-over.ts'
import { noteMessages } from './note-messages.ts'
import { useWaitingAgain } from './use-waiting-again.ts'
import type { WaitingAgain } from './waiting-again.ts'

interface RoomNotesProps {
  readonly client: RealtimeClient
  readonly snapshot: ClientSnapshot
  readonly session: PublicSession
  readonly language: Language
  /** Called with the guest's messages that wait again. */
  readonly onAgain: (again: WaitingAgain) => void
}

/** Over the composer: that this is a rehearsal, or that it is over, and what became of one's own messages. */
export function RoomNotes({ client, snapshot, session, language, onAgain }: RoomNotesProps) {
  const t = noteMessages(language)
  const hasEnded = useRehearsalOver(session.state, snapshot.messages.length)
  useWaitingAgain(client, session.id, onAgain)
  return (
    <>
      {session.state === 'rehearsing' && <p className="rehearsal-note">{t.rehearsal}</p>}
      <div role="status">{hasEnded && <p className="rehearsal-note">{t.rehearsalOver}</p>}</div>
      <NotShownNote client={client} messages={snapshot.messages} t={t} />
    </>
  )
}
