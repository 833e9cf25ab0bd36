import { useEffect } from 'react'

/**
 * Keeps the page in the part of the screen that the keyboard leaves. iOS lays the keyboard over the page and scrolls it;
 * only the visual viewport knows what is left.
 */
export function useKeyboardSafe(): void {
  useEffect(() => {
    const viewport = window.visualViewport
    if (viewport === null || viewport === undefined) return
    const style = document.documentElement.style
    const follow = (): void => {
      // Pinched to read larger: the page must stay as it is, or it would fight the fingers.
      if (viewport.scale > 1.01) return
      style.setProperty('--app-height', `${viewport.height}px`)
      style.setProperty('--app-top', `${viewport.offsetTop}px`)
    }
    follow()
    viewport.addEventListener('resize', follow)
    viewport.addEventListener('scroll', follow)
    return () => {
      viewport.removeEventListener('resize', follow)
      viewport.removeEventListener('scroll', follow)
    }
  }, [])
}
