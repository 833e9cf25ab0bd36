import type { ClientSnapshot, RealtimeClient } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import type { GuestMessages } from '../messages.ts'
import { NotShownNote } from './not-shown-note.tsx'
import { rehearsalMessages } from './rehearsal-messages.ts'
import { useWaitingAgain } from './use-waiting-again.ts'
import type { WaitingAgain } from './waiting-again.ts'

interface RoomNotesProps {
  readonly client: RealtimeClient
  readonly snapshot: ClientSnapshot
  readonly session: PublicSession
  readonly language: Language
  readonly t: GuestMessages
  /** Called with the guest's messages that wait again. */
  readonly onAgain: (again: WaitingAgain) => void
}

/** Over the composer: that this is a rehearsal, and what became of one's own messages. */
export function RoomNotes({ client, snapshot, session, language, t, onAgain }: RoomNotesProps) {
  useWaitingAgain(client, session.id, onAgain)
  return (
    <>
      {session.state === 'rehearsing' && <p className="rehearsal-note">{rehearsalMessages(language).note}</p>}
      <NotShownNote client={client} messages={snapshot.messages} t={t} />
    </>
  )
}
