import { type FlowMessage, languageOf, PhotoPicture, type WallPhotos, WallText } from '@guestwall/react'
import { useLayoutEffect, useRef, useState } from 'react'

/** Sizes of the text in percent of the screen's height, the largest first: a text gets the first one in which it fits. */
const SIZES = [15, 13, 11.5, 10, 8.6, 7.4, 6.4, 5.6, 5, 4.4, 3.8] as const
/** So large a text breaks between phrases alone where it can; a smaller one between words. */
const PHRASES_FROM = 10
/** Each size with its way to break, in the order in which they are tried: a word breaks only where no size holds it. */
const TRIES = [
  ...SIZES.filter((size) => size >= PHRASES_FROM).map((size) => [size, 'phrases'] as const),
  ...SIZES.map((size) => [size, 'words'] as const),
  ...SIZES.slice(-1).map((size) => [size, 'letters'] as const),
]

interface SpotlightProps {
  readonly message: FlowMessage
  readonly unit: number
  readonly photos?: WallPhotos | undefined
}

/** One message over the dimmed wall. It leaves without a movement: a host may have taken it away. */
export function Spotlight({ message, unit, photos }: SpotlightProps) {
  const frame = useRef<HTMLDivElement>(null)
  const text = useRef<HTMLQuoteElement>(null)
  const [fonts, setFonts] = useState(0)
  useLayoutEffect(() => {
    if (frame.current === null || text.current === null) return
    text.current.style.width = 'auto'
    for (const [size, breaks] of TRIES) {
      text.current.style.fontSize = `${size * unit}px`
      text.current.dataset.breaks = breaks
      if (frame.current.scrollHeight <= frame.current.clientHeight && frame.current.scrollWidth <= frame.current.clientWidth) break
    }
    // As wide as its lines are, so that it stands in the middle.
    const lines = document.createRange()
    lines.selectNodeContents(text.current)
    text.current.style.width = `${Math.ceil(lines.getBoundingClientRect().width)}px`
    // A face that comes later has other widths.
    let isOver = false
    void document.fonts.ready.then(() => !isOver && fonts === 0 && setFonts(1))
    return () => {
      isOver = true
    }
  }, [message.content, unit, fonts])
  const { photo } = message
  const hasPhoto = photos !== undefined && photo !== undefined
  return (
    <div className={`spotlight${hasPhoto ? ' spotlight--photo' : ''}`} key={message.key} data-message={message.key}>
      {hasPhoto && (
        <PhotoPicture className="spotlight__photo" reader={photos.reader} photo={photo} size="full" label={photos.label(message.name)} />
      )}
      <div ref={frame} className="spotlight__words">
        <blockquote ref={text} className="spotlight__text" dir="auto" lang={languageOf(message.content)}>
          <WallText content={message.content} />
        </blockquote>
        <p className="spotlight__name" lang={languageOf(message.name)}>
          <bdi>{message.name}</bdi>
        </p>
      </div>
    </div>
  )
}
