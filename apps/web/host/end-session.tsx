import { useState } from 'react'
import { ConfirmButton } from './confirm-button.tsx'
import type { HostWords } from './words.ts'

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
    <details className="fold">
      <summary>{words.endTitle}</summary>
      <p className="panel__hint">{words.endHint}</p>
      <div className="fold__actions">
        {isAsked ? (
          <>
            <ConfirmButton onConfirm={confirm}>{words.confirmEnd}</ConfirmButton>
            <button type="button" className="gw-button gw-button--quiet" onClick={() => setAsked(false)}>
              {words.cancel}
            </button>
          </>
        ) : (
          <button type="button" className="gw-button gw-button--quiet" onClick={() => setAsked(true)}>
            {words.end}
          </button>
        )}
      </div>
    </details>
  )
}
