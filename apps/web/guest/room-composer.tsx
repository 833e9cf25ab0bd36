import { MessageComposer } from '@guestwall/react'
import { useRef } from 'react'
import { ReadyWishes } from './ready-wishes.tsx'
import type { RoomView } from './room-view.ts'
import { useLasting } from './use-lasting.ts'
import type { Writing } from './use-writing.ts'

/** A wait shorter than this is sending, not waiting: no word of it. */
const WAITING_SHOWN_AFTER_MS = 1_500

interface RoomComposerProps {
  readonly room: RoomView
  readonly writing: Writing
  readonly onRename: () => void
}

/** The field of the next message, with ready wishes, the photo and the switch for its readers. */
export function RoomComposer({ room, writing, onRename }: RoomComposerProps) {
  const { snapshot, session, name, choice, t, labels, photos, slow, later, privately } = room
  const { draft, setDraft, isPrivate } = writing
  const field = useRef<HTMLTextAreaElement>(null)
  const hasWishes = draft === '' && !isPrivate
  const isWaiting = useLasting(snapshot.waitingToSend > 0, WAITING_SHOWN_AFTER_MS)
  const pickWish = (wish: string): void => {
    setDraft(wish)
    // The button that was pressed is gone.
    field.current?.focus()
  }
  return (
    <>
      {photos !== null && <photos.PhotoBar desk={photos.desk} hasWords={draft.trim() !== ''} language={choice.language} />}
      <MessageComposer
        ref={field}
        draft={draft}
        onDraft={setDraft}
        onSend={(content) => void writing.send(content)}
        guestName={name}
        onRename={onRename}
        labels={isPrivate && later && privately ? later.composerLabels(labels.composer, privately) : labels.composer}
        note={
          isWaiting ? `${t.waiting(snapshot.waitingToSend)}${snapshot.isStorageDurable ? '' : ` · ${t.notDurable}`}` : (slow?.note ?? null)
        }
        beforeField={
          <div className="before-field">
            {writing.mayBePrivate && later && privately && (
              <later.PrivateSwitch words={privately} isShort={hasWishes} isOn={isPrivate} onChange={writing.setPrivate} />
            )}
            {hasWishes && <ReadyWishes occasion={session.occasion} t={t} onPick={pickWish} />}
          </div>
        }
        tool={photos !== null && takesPhotos(session) && <photos.PhotoButton desk={photos.desk} language={choice.language} />}
      />
    </>
  )
}

/** Whether guests may send photos now. */
export function takesPhotos(session: RoomView['session']): boolean {
  return 'photos' in session && session.photos !== undefined && session.photos !== 'off'
}
