import type { Occasion, WallMessage } from '@guestwall/protocol'
import { languageOf } from '@guestwall/react'
import { memo } from 'react'
import { textSize } from './columns.ts'
import type { PagePhoto } from './evening-file.ts'
import type { HallClock } from './hall-clock.ts'

interface WishCardProps {
  readonly message: WallMessage
  readonly isPinned: boolean
  readonly photo: PagePhoto | null
  readonly occasion: Occasion
  readonly clock: HallClock
  readonly pinnedLabel: string
}

/** A message as on the wall, with the time at which it came. */
export const WishCard = memo(function WishCard({ message, isPinned, photo, occasion, clock, pinnedLabel }: WishCardProps) {
  const { content, guestName, createdAt } = message
  return (
    <article className={isPinned ? 'wish wish--pinned' : 'wish'}>
      {isPinned && <span className={`seal seal--${occasion} wish__seal`} role="img" aria-label={pinnedLabel} />}
      {photo !== null && <img className="wish__photo" src={photo.path} width={photo.width} height={photo.height} alt="" loading="lazy" />}
      {content !== '' && (
        <p className={`wish__text wish__text--${textSize(content)}`} lang={languageOf(content)} dir="auto">
          {content}
        </p>
      )}
      <p className="wish__foot">
        <bdi lang={languageOf(guestName)}>{guestName}</bdi>
        <time dateTime={createdAt}>{clock.time(createdAt)}</time>
      </p>
    </article>
  )
})
