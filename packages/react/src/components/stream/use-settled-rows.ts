import { type RefObject, useEffect } from 'react'

/**
 * Marks the rows that have been drawn. The style sheet does not draw a marked row while it is away from the screen: the browser knows its height, so
 * nothing moves. A list of hundreds then costs a slow phone as much as the part of it that is seen. `keys` identifies the rows.
 */
export function useSettledRows(box: RefObject<HTMLElement | null>, keys: string): void {
  useEffect(() => {
    // Heights are remembered at the end of the first frame.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        for (const row of box.current?.querySelectorAll('[data-view-key]:not([data-settled])') ?? []) row.setAttribute('data-settled', '')
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [box, keys])
}
