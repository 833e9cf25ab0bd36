import { type FocusEvent, useEffect, useRef } from 'react'

/**
 * The props of a container that takes the focus when the control in it that had the focus has left the page: the keyboard goes on from there, and not
 * from the beginning of the page.
 */
export function useKeptFocus<Element extends HTMLElement>() {
  const container = useRef<Element>(null)
  const hadFocus = useRef(false)
  // A control leaves with any rendering.
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) container.current?.focus({ preventScroll: true })
  })
  return {
    ref: container,
    tabIndex: -1,
    onFocus: (): void => {
      hadFocus.current = true
    },
    onBlur: ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) hadFocus.current = false
    },
  }
}
