import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

/** A position nearer to the end than this counts as the end, because a finger does not stop on the exact pixel. */
const END_TOLERANCE_PX = 48

/** A row and its place in the box, when the box was scrolled to `scrollTop`. */
interface Anchor {
  readonly key: string
  readonly offset: number
  readonly scrollTop: number
}

export interface SteadyScroll {
  /** For the element that scrolls. */
  readonly box: RefObject<HTMLDivElement | null>
  readonly isAtEnd: boolean
  readonly onScroll: () => void
  readonly toEnd: () => void
}

/**
 * Keeps the scroll position of a list stable. At its end the list follows new messages. Elsewhere the first message in view keeps its position,
 * whatever is added above or below. `list` is another value after each change. Safari does not support `overflow-anchor`, so the style sheet turns it off and this hook does the same for all browsers.
 */
export function useSteadyScroll(list: unknown): SteadyScroll {
  const box = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const follows = useRef(true)
  const anchor = useRef<Anchor | null>(null)
  /** The last known `scrollTop`. A finger may have moved the box since then: the event comes with the next frame. */
  const knownTop = useRef(0)

  const onScroll = useCallback(() => {
    const element = box.current
    if (element === null) return
    follows.current = isAtItsEnd(element)
    anchor.current = follows.current ? null : firstInView(element)
    knownTop.current = element.scrollTop
    setAtEnd(follows.current)
  }, [])

  const scrollToEnd = useCallback((element: HTMLElement) => {
    element.scrollTop = element.scrollHeight
    knownTop.current = element.scrollTop
  }, [])

  const toEnd = useCallback(() => {
    const element = box.current
    if (element === null) return
    follows.current = true
    scrollToEnd(element)
    setAtEnd(true)
  }, [scrollToEnd])

  // Runs after every change of the list.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const hasLeftTheEnd = element.scrollTop < knownTop.current - END_TOLERANCE_PX && !isAtItsEnd(element)
    if (follows.current && hasLeftTheEnd) onScroll()
    else if (follows.current) scrollToEnd(element)
    else if (anchor.current !== null) anchor.current = holdAnchor(element, anchor.current)
  }, [list, onScroll, scrollToEnd])

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    // An on-screen keyboard makes the box smaller. A list that was at its end stays at its end.
    const observer = new ResizeObserver(() => {
      if (follows.current) scrollToEnd(element)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scrollToEnd])

  return { box, isAtEnd, onScroll, toEnd }
}

function isAtItsEnd({ scrollHeight, clientHeight, scrollTop }: HTMLElement): boolean {
  return scrollHeight - clientHeight - scrollTop <= END_TOLERANCE_PX
}

function firstInView(box: HTMLElement): Anchor | null {
  const top = box.getBoundingClientRect().top
  // The place of a row in a group that is not drawn would draw it.
  const isBelow = (element: Element): boolean => element.getBoundingClientRect().bottom > top
  const group = [...box.querySelectorAll('.gw-stream__group')].find(isBelow)
  const item = [...(group?.querySelectorAll<HTMLElement>('[data-view-key]') ?? [])].find(isBelow)
  return item === undefined
    ? null
    : { key: item.dataset.viewKey ?? '', offset: item.getBoundingClientRect().top - top, scrollTop: box.scrollTop }
}

/** Puts the row where it was, and as far on as the box was scrolled since. Where the row is gone, another one is held from now on. */
function holdAnchor(box: HTMLElement, anchor: Anchor): Anchor | null {
  const item = [...box.querySelectorAll<HTMLElement>('[data-view-key]')].find((each) => each.dataset.viewKey === anchor.key)
  if (item === undefined) return firstInView(box)
  const offset = anchor.offset - (box.scrollTop - anchor.scrollTop)
  box.scrollTop += item.getBoundingClientRect().top - box.getBoundingClientRect().top - offset
  return { ...anchor, offset, scrollTop: box.scrollTop }
}
