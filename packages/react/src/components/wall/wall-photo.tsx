import type { PhotoSource } from '@guestwall/client/photos'
import type { Photo } from '@guestwall/protocol'
import { useState } from 'react'
import { classNames } from '../shared/class-names.ts'
import { usePhotoSource } from '../photo/use-photo-source.ts'
import type { PhotoFit } from './photo-fit.ts'

/** How a wall shows the photos of its messages. */
export interface WallPhotos {
  /** Reads pictures with the credential of the page: a `PhotoReader` of `@guestwall/client/photos`. */
  readonly reader: PhotoSource
  /** The description of a photo for people who do not see it: "Photo by Lily". */
  readonly label: (name: string) => string
}

/** The longer side of a small picture, in pixels. */
const SMALL_SIDE = 640

interface WallPhotoProps {
  readonly photos: WallPhotos
  readonly photo: Photo
  readonly fit: PhotoFit
  readonly name: string
  /** In place of the class of a photo on a card. */
  readonly className?: string
}

/** A photo on its mat. It fades in once it is decoded; until then, and where it cannot be read, the mat is empty. */
export function WallPhoto({ photos, photo, fit, name, className = 'gw-card__photo' }: WallPhotoProps) {
  const isLarge = Math.max(fit.width, fit.height) * devicePixelRatio > SMALL_SIDE
  const source = usePhotoSource(photos.reader, photo.id, isLarge ? 'full' : 'small')
  const [drawn, setDrawn] = useState<string | null>(null)
  const show = (image: HTMLImageElement): void => {
    // A large picture is decoded before its first frame, so that the wall's movements do not wait for it.
    void image.decode().then(
      () => setDrawn(source),
      () => undefined,
    )
  }
  return (
    <span className={className} style={{ width: `${fit.width}px`, height: `${fit.height}px` }} role="img" aria-label={photos.label(name)}>
      <span className="gw-card__mat">
        {source !== null && (
          <img
            key={source}
            className={classNames('gw-card__picture', drawn === source && 'gw-card__picture--drawn')}
            src={source}
            alt=""
            decoding="async"
            draggable={false}
            onLoad={({ currentTarget }) => show(currentTarget)}
          />
        )}
      </span>
    </span>
  )
}
