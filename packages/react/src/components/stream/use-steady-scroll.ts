import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

/** A position nearer to the end than this counts as the end, because a finger does not stop on the exact pixel. */
const END_TOLERANCE_PX = 48

/** A row and its place in the box. */
interface Anchor {
  readonly key: string
  readonly offset: number
}

/** What was last known of the box. A finger may have moved it since then: the event comes with the next frame. */
interface Known {
  readonly scrollTop: number
  readonly scrollHeight: number
  readonly width: number
  readonly height: number
}

export interface SteadyScroll {
  /** For the element that scrolls. The list is its last child. */
  readonly box: RefObject<HTMLDivElement | null>
  readonly isAtEnd: boolean
  readonly onScroll: () => void
  readonly toEnd: () => void
}

/**
 * Keeps the scroll position of a list stable. At its end the list follows new messages. Elsewhere the first message in view keeps its position, whatever is added above or below, and when rows
 * or the box change their size. `list` is another value after each change. Safari does not support `overflow-anchor`, so the style sheet turns it off and this hook does the same for all browsers.
 */
export function useSteadyScroll(list: unknown): SteadyScroll {
  const box = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const follows = useRef(true)
  const anchor = useRef<Anchor | null>(null)
  const known = useRef<Known | null>(null)

  /** The reader has scrolled: where to? */
  const look = useCallback((element: HTMLElement) => {
    follows.current = isAtItsEnd(element)
    anchor.current = follows.current ? null : firstInView(element)
    known.current = knownOf(element)
    setAtEnd(follows.current)
  }, [])

  /** Rows or the box have changed: the end stays in view, or the row that was read stays in its place. */
  const settle = useCallback((element: HTMLElement) => {
    if (follows.current) element.scrollTop = element.scrollHeight
    else if (anchor.current !== null) {
      // In a box of another size the browser has scrolled, not the reader.
      const scrolled = known.current === null || isResized(element, known.current) ? 0 : element.scrollTop - known.current.scrollTop
      anchor.current = holdAnchor(element, anchor.current, scrolled)
    }
    known.current = knownOf(element)
  }, [])

  const onScroll = useCallback(() => {
    const element = box.current
    if (element === null) return
    // The browser scrolls too: when a phone is turned, and when the rows at the end are drawn higher than they were.
    const isByBrowser =
      known.current !== null &&
      (isResized(element, known.current) || (follows.current && element.scrollHeight !== known.current.scrollHeight))
    if (isByBrowser) settle(element)
    else look(element)
  }, [look, settle])

  const toEnd = useCallback(() => {
    const element = box.current
    if (element === null) return
    follows.current = true
    settle(element)
    setAtEnd(true)
  }, [settle])

  // Runs after every change of the list.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    if (follows.current && known.current !== null && hasLeftTheEnd(element, known.current)) look(element)
    else settle(element)
  }, [list, look, settle])

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    // An on-screen keyboard makes the box smaller, and faces and seals that come make rows higher.
    const observer = new ResizeObserver(() => settle(element))
    observer.observe(element)
    if (element.lastElementChild !== null) observer.observe(element.lastElementChild)
    return () => observer.disconnect()
  }, [settle])

  return { box, isAtEnd, onScroll, toEnd }
}

function knownOf({ scrollTop, scrollHeight, clientWidth, clientHeight }: HTMLElement): Known {
  return { scrollTop, scrollHeight, width: clientWidth, height: clientHeight }
}

function isResized({ clientWidth, clientHeight }: HTMLElement, { width, height }: Known): boolean {
  return clientWidth !== width || clientHeight !== height
}

function isAtItsEnd({ scrollHeight, clientHeight, scrollTop }: HTMLElement): boolean {
  return scrollHeight - clientHeight - scrollTop <= END_TOLERANCE_PX
}

/** A reader who has just scrolled up; the list has changed since. */
function hasLeftTheEnd(box: HTMLElement, known: Known): boolean {
  return !isResized(box, known) && box.scrollTop < known.scrollTop - END_TOLERANCE_PX && !isAtItsEnd(box)
}

function firstInView(box: HTMLElement): Anchor | null {
  const top = box.getBoundingClientRect().top
  // The place of a row in a group that is not drawn would draw it.
  const isBelow = (element: Element): boolean => element.getBoundingClientRect().bottom > top
  const group = [...box.querySelectorAll('.gw-stream__group')].find(isBelow)
  const item = [...(group?.querySelectorAll<HTMLElement>('[data-view-key]') ?? [])].find(isBelow)
  return item === undefined ? null : { key: item.dataset.viewKey ?? '', offset: item.getBoundingClientRect().top - top }
}

/** Puts the row where it was, and as far on as the reader has scrolled since. Where the row is gone, another one is held from now on. */
function holdAnchor(box: HTMLElement, anchor: Anchor, scrolled: number): Anchor | null {
  const item = [...box.querySelectorAll<HTMLElement>('[data-view-key]')].find((each) => each.dataset.viewKey === anchor.key)
  if (item === undefined) return firstInView(box)
  const offset = anchor.offset - scrolled
  box.scrollTop += item.getBoundingClientRect().top - box.getBoundingClientRect().top - offset
  return { ...anchor, offset }
}
