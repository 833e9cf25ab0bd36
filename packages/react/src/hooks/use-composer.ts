import { useCallback, useRef, useState } from 'react'
import { useActions } from './use-actions.ts'
import { useGuest } from './use-session.ts'

/** The state of a composer: the props of `<MessageComposer>`. */
export interface Composer {
  readonly draft: string
  readonly onDraft: (draft: string) => void
  readonly onSend: (draft: string) => void
  readonly guestName: string
}

/**
 * A draft, and a function that sends it. The draft is cleared once the message is stored; from then on the client sends it, also after the
 * page was closed. `guestName` is the name below the message: by default the one that the guest joined with.
 *
 *     <MessageComposer {...useComposer()} />
 */
export function useComposer(guestName?: string): Composer {
  const { send } = useActions()
  const joinedName = useGuest()?.name ?? ''
  const name = guestName ?? joinedName
  const [draft, onDraft] = useState('')
  const isStoring = useRef(false)
  const onSend = useCallback(
    (content: string): void => {
      // Storing takes a moment: a double tap sends one message.
      if (isStoring.current) return
      isStoring.current = true
      const stored = send(content, name)
      stored
        .then(
          ({ settled }) => {
            onDraft('')
            // The message itself shows a refusal.
            settled.catch(() => undefined)
          },
          // Not stored: the draft stays.
          () => undefined,
        )
        .finally(() => {
          isStoring.current = false
        })
    },
    [send, name],
  )
  return { draft, onDraft, onSend, guestName: name }
}
