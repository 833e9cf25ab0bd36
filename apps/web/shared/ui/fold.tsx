import type { ReactNode, SyntheticEvent } from 'react'

interface FoldProps {
  readonly title: string
  readonly onToggle?: (isOpen: boolean) => void
  /** For its place; not for its look. */
  readonly className?: string
  readonly children: ReactNode
}

/** Content that is rarely needed, folded behind one line. */
export function Fold({ title, onToggle, className, children }: FoldProps) {
  const toggle = (event: SyntheticEvent<HTMLDetailsElement>): void => onToggle?.(event.currentTarget.open)
  return (
    <details className={className === undefined ? 'fold' : `fold ${className}`} onToggle={toggle}>
      <summary>{title}</summary>
      {children}
    </details>
  )
}
