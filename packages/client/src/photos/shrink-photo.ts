import { MAX_PHOTO_BYTES, MAX_PHOTO_SIDE } from '@guestwall/protocol'
import { isPicture } from './is-picture.ts'

const QUALITY = 0.85
/** A photo that is small already is not encoded again: each time costs some of its quality. */
const SMALL_BYTES = 600 * 1024

/** The photo cannot be sent. `code` is a refusal of the server, known before anything is sent. */
export class PhotoRefused extends Error {
  override readonly name = 'PhotoRefused'
  readonly code: 'photo_unreadable' | 'too_large'

  constructor(code: PhotoRefused['code']) {
    super(code)
    this.code = code
  }
}

/**
 * Makes a photo as small as the wall shows it, upright, as JPEG, in the browser: a phone's photo becomes a tenth. Where the browser can
 * show a HEIC, it becomes a JPEG, too. A picture that the browser cannot decode, for want of memory or of a decoder, is sent as it is, if it is not too
 * large: the server decides.
 * Rejects with `PhotoRefused`.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const picture = await decoded(file)
  if (picture === null) {
    if (!(await isPicture(file))) throw new PhotoRefused('photo_unreadable')
    return fitting(file)
  }
  try {
    const scale = Math.min(1, MAX_PHOTO_SIDE / Math.max(picture.width, picture.height))
    if (scale === 1 && file.size <= SMALL_BYTES && file.type === 'image/jpeg') return file
    const smaller = await drawn(
      picture.image,
      Math.max(1, Math.round(picture.width * scale)),
      Math.max(1, Math.round(picture.height * scale)),
    )
    return fitting(smaller ?? file)
  } finally {
    picture.close()
  }
}

function fitting(blob: Blob): Blob {
  if (blob.size > MAX_PHOTO_BYTES) throw new PhotoRefused('too_large')
  return blob
}

interface Decoded {
  readonly image: CanvasImageSource
  readonly width: number
  readonly height: number
  close(): void
}

/** An image element turns a photo as its metadata says, in every browser that we support. `null`: the browser cannot decode it. */
async function decoded(file: Blob): Promise<Decoded | null> {
  const url = URL.createObjectURL(file)
  const image = new Image()
  const close = () => URL.revokeObjectURL(url)
  try {
    image.src = url
    await image.decode()
    return { image, width: image.naturalWidth, height: image.naturalHeight, close }
  } catch {
    close()
    return null
  }
}

/** `null`: the canvas gave nothing, as where memory is short. */
function drawn(image: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) return Promise.resolve(null)
  // Transparent parts would become black.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(image, 0, 0, width, height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
}
