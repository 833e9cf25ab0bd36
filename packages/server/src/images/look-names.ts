import { type LookPart, MAX_LOGO_SIDE, MAX_LOOK_SIDE, type PhotoSize, SMALL_LOOK_SIDE } from '@guestwall/protocol'
import type { ImageForm } from './images.ts'
import { photoName, photoNames } from './photo-names.ts'

/** The name of a picture of a look in the image store, in the folder of its session. A logo keeps its transparency, and has one size. */
export function lookName(part: LookPart, id: string, size: PhotoSize): string {
  return part === 'logo' ? `${id}.webp` : photoName(id, size)
}

/** The pictures that are made of one for a look. */
export function lookForms(part: LookPart, id: string): ImageForm[] {
  if (part === 'logo') return [{ name: lookName(part, id, 'full'), maxSide: MAX_LOGO_SIDE, format: 'webp' }]
  return [
    { name: lookName(part, id, 'full'), maxSide: MAX_LOOK_SIDE, format: 'jpeg' },
    { name: lookName(part, id, 'small'), maxSide: SMALL_LOOK_SIDE, format: 'jpeg' },
  ]
}

/** Every name that a picture with this id may have, of a photo or of a look. */
export function pictureNames(id: string): string[] {
  return [...photoNames(id), lookName('logo', id, 'full')]
}
