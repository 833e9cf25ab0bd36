import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { endedMessages } from './ended-messages.ts'

/** From the whole wall of an ended session back to one's own messages. */
export function ToOwn({ language, onOwn }: { readonly language: Language; readonly onOwn: () => void }) {
  return (
    <Button look="text" onClick={onOwn}>
      {endedMessages(language).toOwn}
    </Button>
  )
}
