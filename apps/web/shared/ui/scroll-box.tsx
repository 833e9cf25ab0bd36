import { type ReactNode, useEffect, useRef, useState } from 'react'

/** A pixel of a fraction is no line. */
const NEARLY_PX = 2

interface ScrollBoxProps {
  readonly className: string
  readonly children: ReactNode
}

/** Scrolls what is higher than it. As long as some of that lies below, its lower edge fades, so that no line is cut through. */
export function ScrollBox({ className, children }: ScrollBoxProps) {
  const box = useRef<HTMLDivElement>(null)
  const [hasMore, setHasMore] = useState(false)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const look = (): void => setHasMore(element.scrollTop + element.clientHeight < element.scrollHeight - NEARLY_PX)
    const observer = new ResizeObserver(look)
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])
  return (
    // Reachable by keyboard where it scrolls.
    <div ref={box} tabIndex={hasMore ? 0 : undefined} className={`scroll-box${hasMore ? ' scroll-box--more' : ''} ${className}`}>
      {children}
    </div>
  )
}
