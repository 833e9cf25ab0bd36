import { type ReactElement, useLayoutEffect, useRef } from 'react'

export interface RowGroupProps {
  readonly children: readonly ReactElement[]
}

/** Rows that are drawn together, or not at all while they are away from the screen (`useSettledGroups`). */
export function RowGroup({ children }: RowGroupProps) {
  const group = useRef<HTMLDivElement>(null)
  // The browser knows the height of the rows before: with other rows the group is drawn again, and nothing moves when it is scrolled to.
  useLayoutEffect(() => group.current?.removeAttribute('data-settled'), [children])
  return (
    <div ref={group} className="gw-stream__group">
      {children}
    </div>
  )
}
