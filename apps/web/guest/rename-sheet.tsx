import { useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { Language } from '../shared/catalogs.ts'
import { Sheet } from '../shared/ui/sheet.tsx'
import { NameForm } from './name-form.tsx'
import { nameRefusal } from './name-refusal.ts'
import { guestMessages } from './messages.ts'

interface RenameSheetProps {
  readonly sessionId: string
  readonly name: string
  readonly language: Language
  readonly onName: (name: string) => void
  readonly onClose: () => void
}

/** Changes the name for later messages. A name that the server would refuse is refused here, not with the next message. */
export function RenameSheet({ sessionId, name, language, onName, onClose }: RenameSheetProps) {
  const t = guestMessages(language)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const rename = async (next: string): Promise<void> => {
    if (isBusy) return
    setBusy(true)
    const refused = await nameRefusal(sessionId, next)
    setBusy(false)
    setRefusal(refused)
    if (refused === null) onName(next)
  }
  return (
    <Sheet title={t.renameTitle} closeLabel={t.close} onClose={onClose}>
      <NameForm
        name={name}
        submitLabel={t.renameSubmit}
        hint={t.renameHint}
        refusal={refusal === null ? null : errorSentence(language, refusal)}
        language={language}
        onName={(next) => void rename(next)}
      />
    </Sheet>
  )
}
