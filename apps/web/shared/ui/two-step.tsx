import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { ConfirmButton } from './confirm-button.tsx'

interface TwoStepProps {
  /** The button that asks, the one that confirms, and the one that does nothing. */
  readonly ask: string
  readonly confirm: string
  readonly keep: string
  /** The present effect of the act, beside the question. */
  readonly note?: string | null
  readonly onConfirm: () => void
}

/** An act that cannot be taken back, in two steps. The focus goes with the question: to the answer that does nothing, and back. */
export function TwoStep({ ask, confirm, keep, note = null, onConfirm }: TwoStepProps) {
  const [step, setStep] = useState<'first' | 'asked' | 'kept'>('first')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (step !== 'first') box.current?.querySelector<HTMLElement>('button:last-child')?.focus()
  }, [step])
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    setStep('kept')
  }
  return (
    <div ref={box} className="two-step">
      {step === 'asked' ? (
        <>
          {note !== null && <p className="two-step__note">{note}</p>}
          <ConfirmButton className="two-step__confirm" onConfirm={onConfirm}>
            {confirm}
          </ConfirmButton>
          <Button look="quiet" onKeyDown={onKey} onClick={() => setStep('kept')}>
            {keep}
          </Button>
        </>
      ) : (
        <Button look="quiet" className="two-step__ask" onClick={() => setStep('asked')}>
          {ask}
        </Button>
      )}
    </div>
  )
}
