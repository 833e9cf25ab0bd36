import { useState } from 'react'
import { ConfirmButton } from '../shared/ui/confirm-button.tsx'
import type { HostMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Fold } from '../shared/ui/fold.tsx'

interface EndSessionProps {
  readonly end: () => Promise<boolean>
  readonly t: HostMessages
}

/** Ends the wall, in two steps: it cannot be taken back. */
export function EndSession({ end, t }: EndSessionProps) {
  const [isAsked, setAsked] = useState(false)
  const confirm = (): void => {
    setAsked(false)
    void end()
  }
  return (
    <Fold title={t.endTitle}>
      <p className="panel__hint">{t.endHint}</p>
      <div className="end-session__actions">
        {isAsked ? (
          <>
            <ConfirmButton onConfirm={confirm}>{t.confirmEnd}</ConfirmButton>
            <Button look="quiet" onClick={() => setAsked(false)}>
              {t.cancel}
            </Button>
          </>
        ) : (
          <Button look="quiet" onClick={() => setAsked(true)}>
            {t.end}
          </Button>
        )}
      </div>
    </Fold>
  )
}
