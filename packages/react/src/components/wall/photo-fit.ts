import type { Photo } from '@guestwall/protocol'

/** The size of a photo on the wall with its mat, in pixels. It follows from the photo's sides, so it is known before the picture is there. */
export interface PhotoFit {
  readonly width: number
  readonly height: number
  /** It stands beside the text, not above it. */
  readonly isBeside: boolean
}

export interface PhotoRoom {
  /** Pixels of one percent of the screen's height, times the text size. */
  readonly unit: number
  readonly width: number
  readonly height: number
}

/** In percent of the screen's height: the mat on each side, and the distance to the text. The style sheet has the same. */
const MAT = 0.9
export const PHOTO_GAP = 1.6
export const BESIDE_GAP = 3.2
/** A panorama is a strip on a mat that is not lower than this. */
const LOWEST = 9
/** The part of a column's height, so that other cards have room. */
const COLUMN_PART = 0.42
const ABOVE_PART = 0.62
const BESIDE_PART = 0.46

/** The photo of a card in a column; the room is the card's inner width and the column's height. */
export function columnPhoto(photo: Photo, { unit, width, height }: PhotoRoom): PhotoFit {
  return fitted(photo, { unit, width, height: height * COLUMN_PART }, false)
}

/** A photo above the text of a card whose height is given; the room is the inside of the card. */
export function photoAbove(photo: Photo, { unit, width, height }: PhotoRoom): PhotoFit {
  return fitted(photo, { unit, width, height: height * ABOVE_PART }, false)
}

/** A photo beside the text of a card whose height is given; the room is the inside of the card. */
export function photoBeside(photo: Photo, { unit, width, height }: PhotoRoom): PhotoFit {
  return fitted(photo, { unit, width: width * BESIDE_PART, height }, true)
}

/** A screen of this shape has the photo of a single message beside its text, and a higher one above it. */
const WIDE_PART = 1.35

/** The photo of a message that has the screen for itself; the room is the inside of its place. */
export function singlePhoto(photo: Photo, room: PhotoRoom): PhotoFit {
  return room.width > room.height * WIDE_PART ? photoBeside(photo, room) : photoAbove(photo, room)
}

/** As wide as the room, or as high. */
function fitted({ width, height }: Photo, room: PhotoRoom, isBeside: boolean): PhotoFit {
  const mat = 2 * MAT * room.unit
  const scale = Math.min((room.width - mat) / width, (room.height - mat) / height)
  const lowest = Math.min(LOWEST * room.unit, room.height)
  return { width: Math.round(width * scale + mat), height: Math.round(Math.max(lowest, height * scale + mat)), isBeside }
}
