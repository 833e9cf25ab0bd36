import type { CSSProperties } from 'react'

/** Props that every component passes to its root element. */
export interface RootProps {
  /** Added to the component's own classes. */
  readonly className?: string | undefined
  readonly style?: CSSProperties | undefined
}
