import { MAX_PHOTO_SIDE, type PhotoSize, SMALL_PHOTO_SIDE } from '@guestwall/protocol'
import type { ImageForm } from './images.ts'

/** The name of a photo's picture in the image store, in the folder of its session. */
export function photoName(id: string, size: PhotoSize): string {
  return size === 'full' ? `${id}.jpg` : `${id}-small.jpg`
}

/** The pictures that are made of a photo. */
export function photoForms(id: string): ImageForm[] {
  return [
    { name: photoName(id, 'full'), maxSide: MAX_PHOTO_SIDE, format: 'jpeg' },
    { name: photoName(id, 'small'), maxSide: SMALL_PHOTO_SIDE, format: 'jpeg' },
  ]
}

export function photoNames(id: string): string[] {
  return photoForms(id).map(({ name }) => name)
}
