import { type RefObject, useLayoutEffect, useState } from 'react'
import { useMedia } from '../use-media.ts'
import { type Colour, colourOf } from './colours.ts'

export interface ThemeColours {
  readonly ground: Colour
  readonly ink: Colour
}

/** The theme's colours where an element stands; `null` until they are known. */
export function useThemeColours(element: RefObject<Element | null>, theme: string): ThemeColours | null {
  const [colours, setColours] = useState<ThemeColours | null>(null)
  const isDark = useMedia('(prefers-color-scheme: dark)')
  useLayoutEffect(() => {
    const read = (): void => {
      if (element.current === null) return
      const style = getComputedStyle(element.current)
      const [ground, ink] = ['--gw-ground', '--gw-ink'].map((name) => colourOf(style.getPropertyValue(name)))
      setColours(ground && ink ? { ground, ink } : null)
    }
    read()
    // A page that carries the theme itself takes it after this.
    const frame = requestAnimationFrame(read)
    return () => cancelAnimationFrame(frame)
  }, [element, theme, isDark])
  return colours
}
