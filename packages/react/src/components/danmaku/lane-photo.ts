import type { Photo } from '@guestwall/protocol'
import type { PhotoFit } from '../wall/photo-fit.ts'

/** In parts of a lane: a photo with its mat, and its narrowest and widest form. A panorama is cut. */
const HEIGHT = 0.78
const NARROWEST = 0.5
const WIDEST = 1.5

/** The photo of a message in a lane of this height, in pixels. */
export function lanePhoto({ width, height }: Photo, laneHeight: number): PhotoFit {
  const side = laneHeight * HEIGHT
  const ratio = Math.min(WIDEST, Math.max(NARROWEST, width / height))
  return { width: Math.round(side * ratio), height: Math.round(side), isBeside: true }
}
