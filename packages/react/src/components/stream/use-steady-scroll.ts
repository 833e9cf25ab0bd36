import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

/** A position nearer to the end than this counts as the end, because a finger does not stop on the exact pixel. */
const END_TOLERANCE_PX = 48

interface Anchor {
  readonly key: string
  readonly offset: number
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

  const onScroll = useCallback(() => {
    const element = box.current
    if (element === null) return
    follows.current = element.scrollHeight - element.clientHeight - element.scrollTop <= END_TOLERANCE_PX
    anchor.current = follows.current ? null : firstInView(element)
    setAtEnd(follows.current)
  }, [])

  const toEnd = useCallback(() => {
    const element = box.current
    if (element === null) return
    follows.current = true
    element.scrollTop = element.scrollHeight
    setAtEnd(true)
  }, [])

  // Runs after every change of the list.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    if (follows.current) element.scrollTop = element.scrollHeight
    else if (anchor.current !== null) holdAnchor(element, anchor.current)
  }, [list])

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    // An on-screen keyboard makes the box smaller. A list that was at its end stays at its end.
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  return { box, isAtEnd, onScroll, toEnd }
}

function firstInView(box: HTMLElement): Anchor | null {
  const top = box.getBoundingClientRect().top
  // The place of a row in a group that is not drawn would draw it.
  const isBelow = (element: Element): boolean => element.getBoundingClientRect().bottom > top
  const group = [...box.querySelectorAll('.gw-stream__group')].find(isBelow)
  const item = [...(group?.querySelectorAll<HTMLElement>('[data-view-key]') ?? [])].find(isBelow)
  return item === undefined ? null : { key: item.dataset.viewKey ?? '', offset: item.getBoundingClientRect().top - top }
}

function holdAnchor(box: HTMLElement, { key, offset }: Anchor): void {
  const item = [...box.querySelectorAll<HTMLElement>('[data-view-key]')].find((each) => each.dataset.viewKey === key)
  if (item === undefined) return
  box.scrollTop += item.getBoundingClientRect().top - box.getBoundingClientRect().top - offset
}
