import { type RefObject, useLayoutEffect, useState } from 'react'

/** How high a box is for the size of the page's letters. */
export type RoomHeight = 'enough' | 'low' | 'lowest'

/** In letters' heights (rem). */
const LOW_REM = 26
const LOWEST_REM = 20

export function roomHeight(heightPx: number, remPx: number): RoomHeight {
  const rem = heightPx / remPx
  return rem > LOW_REM ? 'enough' : rem > LOWEST_REM ? 'low' : 'lowest'
}

/** Follows the box while it is drawn, and the letters: larger ones make what is in it larger. */
export function useRoomHeight(box: RefObject<HTMLElement | null>, isDrawn: boolean): RoomHeight {
  const [height, setHeight] = useState<RoomHeight>('enough')
  useLayoutEffect(() => {
    const element = box.current
    if (!isDrawn || element === null) return
    const measure = (): void => {
      const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setHeight(roomHeight(element.clientHeight, remPx))
    }
    measure()
    const observer = new ResizeObserver(measure)
    for (const each of [element, ...element.children]) observer.observe(each)
    return () => observer.disconnect()
  }, [box, isDrawn])
  return height
}
