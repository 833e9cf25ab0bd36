import type { SessionHost } from '@guestwall/client/host'
import { useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Sheet } from '../../shared/ui/sheet.tsx'
import { moderationMessages } from './messages.ts'
import { ModerationPanel } from './moderation-panel.tsx'

interface ModerationRulesProps {
  readonly host: SessionHost
  readonly language: Language
}

/** The button beside the modes, and the rules behind it. */
export function ModerationRules({ host, language }: ModerationRulesProps) {
  const t = moderationMessages(language)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button look="quiet" className="modes__rules" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t.title}
      </Button>
      {isOpen && (
        <Sheet title={t.title} closeLabel={t.close} onClose={() => setOpen(false)}>
          <ModerationPanel host={host} language={language} t={t} />
        </Sheet>
      )}
    </>
  )
}
