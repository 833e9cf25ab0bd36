import { type RefObject, useLayoutEffect, useState } from 'react'
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

/** The layout of cards for this geometry, with the sizes that they have on this page; `null` until the fonts are there and it is measured. */
export function useCardLayout({ messages, geometry, unit, rulerHost }: CardLayoutInput): Layout | null {
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
  return fonts.areReady && isCurrent ? (measured?.layout ?? null) : null
}

function layoutOf(geometry: Geometry, ruler: Ruler, unit: number): Layout {
  if (geometry.kind === 'single') return singleCard(geometry, ruler)
  return geometry.kind === 'few' ? fewCards(geometry, ruler, unit) : masonry(geometry, ruler)
}
