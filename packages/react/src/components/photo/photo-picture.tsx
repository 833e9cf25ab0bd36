import type { PhotoSource } from '@guestwall/client/photos'
import type { Photo, PhotoSize } from '@guestwall/protocol'
import { classNames } from '../shared/class-names.ts'
import type { RootProps } from '../shared/root-props.ts'
import { usePhotoSource } from './use-photo-source.ts'

export interface PhotoPictureProps extends RootProps {
  /** Reads pictures with the credential of this page: a `PhotoReader` of `@guestwall/client/photos`. */
  readonly reader: PhotoSource
  readonly photo: Photo
  /** `small` by default: for phones and lists. */
  readonly size?: PhotoSize
  /** The description of the picture for people who do not see it: "Photo by Lily". */
  readonly label: string
}

/** A photo on a white mat. Its place has its height before the picture is there, so nothing moves when it comes. */
export function PhotoPicture({ reader, photo, size = 'small', label, className, style }: PhotoPictureProps) {
  const source = usePhotoSource(reader, photo.id, size)
  const ratio = photo.height / photo.width
  return (
    // The width follows from the greatest height, so that a tall photo is narrower and not cut.
    <span className={classNames('gw-photo', className)} style={{ ...style, maxWidth: `calc(var(--gw-photo-height, 60vh) / ${ratio})` }}>
      <span className="gw-photo__place" style={{ paddingTop: `${ratio * 100}%` }} role="img" aria-label={label}>
        {source !== null && <img className="gw-photo__picture" src={source} alt="" decoding="async" draggable={false} />}
      </span>
    </span>
  )
}
