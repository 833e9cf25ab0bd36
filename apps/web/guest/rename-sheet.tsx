import type { Language } from '../shared/language.ts'
import { Sheet } from '../shared/sheet.tsx'
import { NameForm } from './name-form.tsx'
import { GUEST_WORDS } from './words.ts'

interface RenameSheetProps {
  readonly name: string
  readonly language: Language
  readonly onName: (name: string) => void
  readonly onClose: () => void
}

/** 改名: for what is written from now on. */
export function RenameSheet({ name, language, onName, onClose }: RenameSheetProps) {
  const words = GUEST_WORDS[language]
  return (
    <Sheet title={words.renameTitle} closeLabel={words.close} onClose={onClose}>
      <NameForm name={name} submitLabel={words.renameSubmit} hint={words.renameHint} language={language} onName={onName} />
    </Sheet>
  )
}
