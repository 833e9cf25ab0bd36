import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

/** Nearer to the end than this counts as at the end: a finger never stops on the pixel. */
const END_TOLERANCE_PX = 48

interface Anchor {
  readonly key: string
  readonly offset: number
}

export interface SteadyScroll {
  readonly isAtEnd: boolean
  readonly onScroll: () => void
  readonly toEnd: () => void
}

/**
 * Keeps a list still under the finger. At its end it follows what is new; elsewhere the first message in view stays where it is,
 * whatever comes above or below. Browsers do this themselves in part (`overflow-anchor`), Safari not at all, so it is switched off and done here.
 */
export function useSteadyScroll(box: RefObject<HTMLElement | null>, keys: string): SteadyScroll {
  const [isAtEnd, setAtEnd] = useState(true)
  const follows = useRef(true)
  const anchor = useRef<Anchor | null>(null)

  const onScroll = useCallback(() => {
    const element = box.current
    if (element === null) return
    follows.current = element.scrollHeight - element.clientHeight - element.scrollTop <= END_TOLERANCE_PX
    anchor.current = firstInView(element)
    setAtEnd(follows.current)
  }, [box])

  const toEnd = useCallback(() => {
    const element = box.current
    if (element === null) return
    follows.current = true
    element.scrollTop = element.scrollHeight
    setAtEnd(true)
  }, [box])

  // Runs after every change of the list.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    if (follows.current) element.scrollTop = element.scrollHeight
    else if (anchor.current !== null) holdAnchor(element, anchor.current)
  }, [box, keys])

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    // A keyboard that opens makes the box lower: who reads the end still wants to read the end.
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])

  return { isAtEnd, onScroll, toEnd }
}

function firstInView(box: HTMLElement): Anchor | null {
  const top = box.getBoundingClientRect().top
  for (const item of box.querySelectorAll<HTMLElement>('[data-view-key]')) {
    const { top: itemTop, bottom } = item.getBoundingClientRect()
    if (bottom > top) return { key: item.dataset.viewKey ?? '', offset: itemTop - top }
  }
  return null
}

function holdAnchor(box: HTMLElement, { key, offset }: Anchor): void {
  const item = [...box.querySelectorAll<HTMLElement>('[data-view-key]')].find((each) => each.dataset.viewKey === key)
  if (item === undefined) return
  box.scrollTop += item.getBoundingClientRect().top - box.getBoundingClientRect().top - offset
}
