import type { Occasion } from '@guestwall/protocol'
import { type FlowMessage, languageOf, PhotoPicture, type WallPhotos } from '@guestwall/react'
import { useLayoutEffect, useRef } from 'react'
import { useFontLoads } from './use-font-loads.ts'

/** Sizes of the text in percent of the screen's height, each with the height that its lines may have: a long text makes the card higher. */
const SIZES = [
  [6.6, 9.5],
  [5.2, 9.5],
  [4.4, 12],
  [4, Number.POSITIVE_INFINITY],
] as const

interface LowerThirdProps {
  readonly message: FlowMessage
  readonly photos: WallPhotos
  readonly unit: number
  readonly occasion: Occasion
  /** The card with the code stands beside it. */
  readonly hasEntrance: boolean
}

/** One message on a card that is as wide as its text. It leaves without a movement: a host may have taken it away. */
export function LowerThird({ message, photos, unit, occasion, hasEntrance }: LowerThirdProps) {
  const text = useRef<HTMLQuoteElement>(null)
  const loads = useFontLoads()
  useLayoutEffect(() => {
    const quote = text.current
    if (quote === null) return
    quote.style.width = ''
    for (const [size, most] of SIZES) {
      quote.style.fontSize = `${size * unit}px`
      if (quote.offsetHeight <= most * unit && quote.scrollWidth <= quote.clientWidth) break
    }
    const lines = document.createRange()
    lines.selectNodeContents(quote)
    quote.style.width = `${Math.ceil(lines.getBoundingClientRect().width) + 1}px`
  }, [message.content, unit, hasEntrance, loads])
  return (
    // Its words say from which side it is read: the seal and the name follow.
    <div
      className={`overlay__card overlay__message${hasEntrance ? ' overlay__message--beside' : ''}`}
      data-message={message.key}
      dir="auto"
    >
      {message.photo === undefined ? (
        <span className={`seal seal--${occasion}`} aria-hidden="true" />
      ) : (
        <PhotoPicture
          className="overlay__photo"
          reader={photos.reader}
          photo={message.photo}
          size="full"
          label={photos.label(message.name)}
        />
      )}
      <div className="overlay__words">
        <blockquote ref={text} className="overlay__text" lang={languageOf(message.content)}>
          {message.content}
        </blockquote>
        <p className="overlay__name" lang={languageOf(message.name)}>
          <bdi>{message.name}</bdi>
        </p>
      </div>
    </div>
  )
}
