import { type RefObject, useEffect } from 'react'

/**
 * Marks the groups of rows that have been drawn and are away from the screen. The style sheet does not draw a marked group while it is away from the screen: the browser knows its
 * height, so nothing moves. A list of hundreds then costs a slow phone as much as the part of it that is seen. `list` is another value after each change of the rows.
 */
export function useSettledGroups(box: RefObject<HTMLElement | null>, list: unknown): void {
  useEffect(() => {
    // Heights are remembered at the end of the first frame.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const element = box.current
        if (element === null) return
        const { top, bottom } = element.getBoundingClientRect()
        // A group that is marked while it is seen counts for the browser as one that moved.
        const away = [...element.querySelectorAll('.gw-stream__group:not([data-settled])')].filter((group) => {
          const place = group.getBoundingClientRect()
          return place.bottom < top || place.top > bottom
        })
        for (const group of away) group.setAttribute('data-settled', '')
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [box, list])
}
