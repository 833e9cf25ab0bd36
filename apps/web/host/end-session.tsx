import { useState } from 'react'
import { ConfirmButton } from '../shared/ui/confirm-button.tsx'
import type { HostWords } from './words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Fold } from '../shared/ui/fold.tsx'

interface EndSessionProps {
  readonly end: () => Promise<boolean>
  readonly words: HostWords
}

/** Ends the wall, in two steps: it cannot be taken back. */
export function EndSession({ end, words }: EndSessionProps) {
  const [isAsked, setAsked] = useState(false)
  const confirm = (): void => {
    setAsked(false)
    void end()
  }
  return (
    <Fold title={words.endTitle}>
      <p className="panel__hint">{words.endHint}</p>
      <div className="fold__actions">
        {isAsked ? (
          <>
            <ConfirmButton onConfirm={confirm}>{words.confirmEnd}</ConfirmButton>
            <Button look="quiet" onClick={() => setAsked(false)}>
              {words.cancel}
            </Button>
          </>
        ) : (
          <Button look="quiet" onClick={() => setAsked(true)}>
            {words.end}
          </Button>
        )}
      </div>
    </Fold>
  )
}
