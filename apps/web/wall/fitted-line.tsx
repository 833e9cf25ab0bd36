import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { keepWordsWhole } from './keep-words-whole.ts'
import { useFontLoads } from './use-font-loads.ts'

/** The size at which a text is measured, in pixels. */
const MEASURED_AT = 100

/** The font size at which a text that is `measured` wide at 100 px fills `width`, within its bounds. */
export function filling(measured: number, width: number, most: number, least: number): number {
  return measured <= 0 ? most : Math.max(least, Math.min(most, (MEASURED_AT * width) / measured))
}

interface FittedLineProps {
  /** All lengths are in pixels. */
  readonly width: number
  readonly most: number
  readonly least: number
  /** A text that breaks gets as small as this so that each of its words stays whole; `least` if it is not said. */
  readonly leastForWords?: number
  readonly className: string
  readonly lang?: string
  readonly children: ReactNode
}

/** A line that is as wide as its room, or as large as it may be. A text that is too long for its smallest size breaks. */
export function FittedLine({ width, most, least, leastForWords = least, className, lang, children }: FittedLineProps) {
  const line = useRef<HTMLSpanElement>(null)
  const loads = useFontLoads()
  useLayoutEffect(() => {
    const text = line.current
    if (text === null) return
    text.style.whiteSpace = 'nowrap'
    text.style.fontSize = `${MEASURED_AT}px`
    const measured = text.offsetWidth
    const size = filling(measured, width, most, least)
    text.style.fontSize = `${size}px`
    if ((measured * size) / MEASURED_AT <= width + 0.5) return
    text.style.whiteSpace = 'normal'
    keepWordsWhole(text, width, leastForWords)
  }, [children, width, most, least, leastForWords, loads])
  return (
    <p className={className} lang={lang}>
      <span ref={line} className="fitted-line">
        {children}
      </span>
    </p>
  )
}
