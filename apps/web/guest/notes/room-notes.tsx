import type { RoomView } from '../room-view.ts'
import { NotShownNote } from './not-shown-note.tsx'
import { rehearsalMessages } from './rehearsal-messages.ts'
import { useWaitingAgain } from './use-waiting-again.ts'
import type { WaitingAgain } from './waiting-again.ts'

interface RoomNotesProps {
  readonly room: RoomView
  /** Called with the guest's messages that wait again. */
  readonly onAgain: (again: WaitingAgain) => void
}

/** Over the composer: that this is a rehearsal, and what became of one's own messages. */
export function RoomNotes({ room: { client, snapshot, session, choice, t }, onAgain }: RoomNotesProps) {
  useWaitingAgain(client, session.id, onAgain)
  return (
    <>
      {session.state === 'rehearsing' && <p className="rehearsal-note">{rehearsalMessages(choice.language).note}</p>}
      <NotShownNote client={client} messages={snapshot.messages} t={t} />
    </>
  )
}
