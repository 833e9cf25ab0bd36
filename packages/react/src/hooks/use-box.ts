import { type RefObject, useLayoutEffect, useState } from 'react'

export interface Box {
  readonly width: number
  readonly height: number
}

/** The element's inner size in CSS pixels, independent of a transform on its ancestors. */
export function useBox(ref: RefObject<HTMLElement | null>): Box {
  const [box, setBox] = useState<Box>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const read = (): void => {
      const { clientWidth: width, clientHeight: height } = element
      setBox((known) => (known.width === width && known.height === height ? known : { width, height }))
    }
    read()
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return box
}
