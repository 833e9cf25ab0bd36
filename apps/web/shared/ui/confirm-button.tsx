import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'

/**
 * A confirm button appears under the pointer that asked for it: a double click, however slow, must not confirm. So presses that begin
 * sooner than this after it appeared do nothing.
 */
const DEAF_MS = 600

interface ConfirmButtonProps {
  readonly onConfirm: () => void
  readonly className?: string
  readonly children: ReactNode
}

/** The second step of an act that cannot be taken back. */
export function ConfirmButton({ onConfirm, children, ...rest }: ConfirmButtonProps) {
  const [isReady, setReady] = useState(false)
  // A press that began too soon may end later: it does not count either.
  const beganEarly = useRef(false)
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), DEAF_MS)
    return () => clearTimeout(timer)
  }, [])
  const begin = (): void => {
    beganEarly.current = !isReady
  }
  const click = (): void => {
    const counts = isReady && !beganEarly.current
    beganEarly.current = false
    if (counts) onConfirm()
  }
  return (
    <Button {...rest} isBusy={!isReady} onPointerDown={begin} onKeyDown={begin} onClick={click}>
      {children}
    </Button>
  )
}
