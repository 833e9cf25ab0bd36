import { useRef, useState } from 'react'
import { choosePrivate, isChosen, type PrivateChoice } from './private/private-choice.ts'
import type { RoomView } from './room-view.ts'
import { useDraft } from './use-draft.ts'

/** The text that the guest is writing, its readers, and a function that sends it. */
export interface Writing {
  readonly draft: string
  readonly setDraft: (draft: string) => void
  /** Whether this session lets guests write to the hosts alone. */
  readonly mayBePrivate: boolean
  /** Whether the next message goes to the hosts alone. */
  readonly isPrivate: boolean
  readonly setPrivate: (isPrivate: boolean) => void
  readonly send: (content: string) => Promise<void>
}

type WritingFacts = Pick<RoomView, 'client' | 'session' | 'snapshot' | 'name' | 'photos'>

export function useWriting({ client, session, snapshot, name, photos }: WritingFacts): Writing {
  const [draft, setDraft] = useDraft(session.id)
  const isRehearsal = session.state === 'rehearsing'
  const [choice, setChoice] = useState<PrivateChoice>(null)
  const mayBePrivate = snapshot.wall?.session.privateWishes === true
  const isPrivate = mayBePrivate && isChosen(choice, isRehearsal)
  const setPrivate = (wanted: boolean): void => setChoice(choosePrivate(wanted, isRehearsal))
  const isStoring = useRef(false)
  const send = async (content: string): Promise<void> => {
    // Storing takes a moment: a double tap in it is one message.
    if (isStoring.current) return
    isStoring.current = true
    try {
      const to = isPrivate ? ({ to: 'hosts' } as const) : {}
      // A chosen photo takes its text along.
      if (photos !== null && photos.desk.getSnapshot().chosen !== null) {
        if (await photos.desk.send(content, name, to)) setDraft('')
        return
      }
      const { settled } = await client.queueMessage(content, name, to)
      // The field clears once the words are stored; from then on the outbox owns them, whatever becomes of this page (G3).
      setDraft('')
      // A refusal is shown beside the message itself.
      settled.catch(() => undefined)
    } catch {
      // Not kept, so the words stay in the field.
    } finally {
      isStoring.current = false
    }
  }
  return { draft, setDraft, mayBePrivate, isPrivate, setPrivate, send }
}
