import { type RefObject, useEffect, useState } from 'react'

const REDUCED = '(prefers-reduced-motion: reduce)'

/** Whether nothing may fly here: the reader's browser says so, or an element around it (`data-motion="less"`). */
export function useIsStill(ref: RefObject<HTMLElement | null>): boolean {
  const [isStill, setStill] = useState(() => matchMedia(REDUCED).matches || document.documentElement.dataset['motion'] === 'less')
  useEffect(() => {
    const query = matchMedia(REDUCED)
    const read = (): void => setStill(query.matches || (ref.current !== null && ref.current.closest('[data-motion="less"]') !== null))
    read()
    const observer = new MutationObserver(read)
    observer.observe(document.documentElement, { subtree: true, attributeFilter: ['data-motion'] })
    query.addEventListener('change', read)
    return () => {
      observer.disconnect()
      query.removeEventListener('change', read)
    }
  }, [ref])
  return isStill
}
