import { type RefObject, useLayoutEffect, useMemo, useState } from 'react'
import { CardRuler } from './card-ruler.ts'
import { fewCards } from './few.ts'
import { LOOK_AHEAD } from './flow.ts'
import type { FlowMessage } from './flow-message.ts'
import type { Geometry } from './geometry.ts'
import type { Layout } from './layout.ts'
import { masonry, type Ruler } from './masonry.ts'
import { singleCard } from './single-card.ts'
import { useFonts } from './use-fonts.ts'

interface CardLayoutInput {
  readonly messages: readonly FlowMessage[]
  /** `null`: this layout is not wanted. */
  readonly geometry: Geometry | null
  readonly unit: number
  readonly rulerHost: RefObject<HTMLElement | null>
}

interface Measured {
  readonly layout: Layout
  readonly ruler: CardRuler
  readonly geometry: Geometry
  readonly unit: number
  readonly loads: number
}

/** A layout with the sizes that cards have on this page. */
export interface CardLayout {
  /** `null` until the fonts are there and it is measured. */
  readonly layout: Layout | null
  /** It was to show every message, and as they are drawn some have no place. */
  readonly isTooLarge: boolean
}

/** The layout of cards for this geometry. */
export function useCardLayout({ messages, geometry, unit, rulerHost }: CardLayoutInput): CardLayout {
  const [measured, setMeasured] = useState<Measured | null>(null)
  const fonts = useFonts(measured?.ruler.missingFaces)

  // `fonts.loads` is a dependency because a font that has come changes measured sizes.
  useLayoutEffect(() => {
    if (rulerHost.current === null || geometry === null || geometry.height <= 0 || geometry.columnWidth <= 0) return
    const ruler = new CardRuler(rulerHost.current, geometry, unit)
    setMeasured({ layout: layoutOf(geometry, ruler, unit), ruler, geometry, unit, loads: fonts.loads })
  }, [geometry, unit, rulerHost, fonts.loads])

  // Measuring makes the browser load the fonts that the messages need, before a message is shown.
  useLayoutEffect(() => {
    if (measured !== null && !fonts.areReady) for (const message of messages.slice(-LOOK_AHEAD)) measured.ruler.sizeOf(message)
  }, [measured, messages, fonts.areReady])

  // The ruler of a later picture has taken the place of this one's: it measures nothing any more.
  const isCurrent = measured?.geometry === geometry && measured?.unit === unit && measured?.loads === fonts.loads
  const layout = fonts.areReady && isCurrent ? (measured?.layout ?? null) : null
  const isTooLarge = useMemo(() => layout?.holds?.(messages) === false, [layout, messages])
  return { layout: isTooLarge ? null : layout, isTooLarge }
}

function layoutOf(geometry: Geometry, ruler: Ruler, unit: number): Layout {
  if (geometry.kind === 'single') return singleCard(geometry, ruler)
  return geometry.kind === 'few' ? fewCards(geometry, ruler, unit) : masonry(geometry, ruler)
}
