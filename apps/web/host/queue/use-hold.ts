import { type FocusEvent, type PointerEvent, type UIEvent, useState } from 'react'

/** A list that is scrolled further than this from its top is being read. */
const AT_TOP_PX = 8

/**
 * Whether something is at the list: the pointer, a finger, the keyboard; or it is scrolled. `onRow`: the focus came to
 * the row of this message.
 */
export function useHold(onRow: (id: string) => void) {
  const [isPointedAt, setPointedAt] = useState(false)
  const [isTouched, setTouched] = useState(false)
  const [isScrolled, setScrolled] = useState(false)
  const [hasKeyboard, setHasKeyboard] = useState(false)
  return {
    isHeld: isPointedAt || isTouched || isScrolled || hasKeyboard,
    /** For the list and the line above it, where the button for what waits is. */
    around: {
      onPointerEnter: (event: PointerEvent) => event.pointerType === 'mouse' && setPointedAt(true),
      onPointerLeave: () => setPointedAt(false),
      // A finger gives no sign before it lands: from the first touch on the list is held.
      onPointerDown: (event: PointerEvent) => event.pointerType !== 'mouse' && setTouched(true),
    },
    /** For the box that scrolls. */
    on: {
      onScroll: (event: UIEvent<HTMLElement>) => setScrolled(event.currentTarget.scrollTop > AT_TOP_PX),
      onFocus: ({ target }: FocusEvent<HTMLElement>) => {
        if (target.matches(':focus-visible')) setHasKeyboard(true)
        const id = target.closest<HTMLElement>('[data-message]')?.dataset['message']
        if (id !== undefined) onRow(id)
      },
      onBlur: (event: FocusEvent) => !event.currentTarget.contains(event.relatedTarget) && setHasKeyboard(false),
    },
    /** The host asked for what waits. */
    letGo: (): void => setTouched(false),
  }
}
