import type { Theme } from '@guestwall/protocol'
import { useEffect } from 'react'

/** Puts a session's theme on the whole page, the browser's own bar included. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const root = document.documentElement
    root.dataset.theme = theme
    const ground = getComputedStyle(root).getPropertyValue('--gw-ground').trim()
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground)
  }, [theme])
}
