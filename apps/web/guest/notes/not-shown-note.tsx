import type { RealtimeClient, ViewMessage } from '@guestwall/client'
import { Button } from '../../shared/ui/button.tsx'
import type { GuestNoteMessages } from './note-messages.ts'
import { useNotShown } from './use-not-shown.ts'

interface NotShownNoteProps {
  readonly client: RealtimeClient
  readonly messages: readonly ViewMessage[]
  readonly t: GuestNoteMessages
}

/** A line over the composer: a message of one's own is not on the wall any more, or never will be. It gives no reason and quotes nothing (LOG-5). */
export function NotShownNote({ client, messages, t }: NotShownNoteProps) {
  const { count, dismiss } = useNotShown(client, messages)
  return (
    <div role="status">
      {count > 0 && (
        <div className="not-shown">
          <p>{t.notShown(count)}</p>
          <Button look="text" className="not-shown__read" onClick={dismiss}>
            {t.understood}
          </Button>
        </div>
      )}
    </div>
  )
}
