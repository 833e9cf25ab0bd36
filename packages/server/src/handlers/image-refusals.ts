import { type Refusal, refusal } from '@guestwall/protocol'
import type { ImageForm, ImageOwner, Images, StoredImage, TakeOptions } from '../images/images.ts'
import type { ImageBody } from '../images/receive-image.ts'

/** An upload for which the line was full is tried again after this time, and up to as much later. */
export const BUSY_MS = 5_000

const TOO_LARGE = 'A photo may have 12 MB and 64 million pixels at most: choose a smaller one.'

export const photosOff = refusal('photos_off', { detail: 'This server takes no photos: its image library is missing.' })

interface ImageToTake extends TakeOptions {
  readonly body: ImageBody
  readonly owner: ImageOwner
  readonly forms: readonly ImageForm[]
}

/** `store`: the image store does not answer. */
type Taken = StoredImage | { readonly fault: 'store' }

export async function takeImage(images: Images, image: ImageToTake, onError: (error: unknown) => void): Promise<Taken> {
  const { body, owner, forms, ...options } = image
  try {
    return await images.take(body, owner, forms, options)
  } catch (error) {
    onError(error)
    return { fault: 'store' }
  }
}

/** `spread`: 0 to 1, so that those who are told to come again do not come together. */
export function faultRefusal(stored: Extract<Taken, { fault: string }>, spread: number): Refusal {
  switch (stored.fault) {
    case 'size':
    case 'pixels':
      return refusal('too_large', { detail: TOO_LARGE })
    case 'type':
      return refusal('unsupported_media_type', { detail: stored.sentence })
    case 'unreadable':
      return refusal('photo_unreadable')
    case 'empty':
      return refusal('bad_request', { detail: 'The body is empty: send the bytes of the photo.' })
    case 'cut':
    case 'slow':
      return refusal('bad_request', { detail: 'The photo did not come whole: send it again under the same key.' })
    case 'busy':
      return refusal('session_busy', { retryAfterMs: BUSY_MS * (1 + spread) })
    case 'off':
      return photosOff
    case 'store':
      return refusal('unavailable', { retryAfterMs: BUSY_MS * (1 + spread) })
    default:
      return stored satisfies never
  }
}
