import type { Theme } from '@guestwall/protocol'
import { useEffect } from 'react'
import { useMedia } from './use-media.ts'

/** Puts a session's theme on the whole page, the browser's own bar included. Where a page has the dark form of a theme, the device chooses. */
export function useTheme(theme: Theme): void {
  const isDark = useMedia('(prefers-color-scheme: dark)')
  useEffect(() => {
    const root = document.documentElement
    root.dataset.theme = theme
    const ground = getComputedStyle(root).getPropertyValue('--gw-ground').trim()
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground)
  }, [theme, isDark])
}
