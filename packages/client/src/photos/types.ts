import type { Photo, PhotoSize, Recipient } from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'

/** A photo that waits to be sent with its message, as it is stored. It survives a reload and a killed tab. */
export interface StoredPhoto {
  /** The key of the upload and of the message: made when the guest tapped, the same at every try (SEND-1). */
  readonly key: string
  /** Unix milliseconds: the order in which they are sent. */
  readonly order: number
  readonly content: string
  readonly guestName: string
  /** As in `SendMessageOptions`. */
  readonly to?: Recipient | undefined
  readonly blob: Blob
}

/** Where photos wait. A rejected promise means that storage is refused: the photo is then lost with the page, and the outbox says so. */
export interface PhotoStorage {
  list(): Promise<StoredPhoto[]>
  put(photo: StoredPhoto): Promise<void>
  remove(key: string): Promise<void>
}

/** A photo on its way, as a view shows it. It is gone when the client has its message. */
export interface PhotoEntry extends StoredPhoto {
  /** `waiting`: for its turn, the network, or because the server asked to wait. `failed`: refused for good; `refusal` says why. */
  readonly state: 'waiting' | 'uploading' | 'failed'
  /** The part of the bytes that has left, from 0 to 1. */
  readonly progress: number
  /** While `failed`: why. While `waiting`: why the server asked to wait, if it did. */
  readonly refusal: ClientRefusal | null
  /** Storage was refused: the photo is lost when the page closes. */
  readonly isUnstored: boolean
}

/** The answer to an upload. `network`: none came, or one that is not ours. */
export type UploadAnswer =
  | { readonly kind: 'ok'; readonly photo: Photo }
  | { readonly kind: 'refused'; readonly refusal: ClientRefusal }
  | { readonly kind: 'network' }

/** Uploads bytes, and says which part of them has left. Never rejects; `abort` ends it early, as `network`. */
export type PhotoUpload = (
  request: { readonly url: string; readonly token: string; readonly blob: Blob },
  onProgress: (part: number) => void,
  abort: AbortSignal,
) => Promise<UploadAnswer>

/** Gives addresses of pictures for `<img>`: a `PhotoReader`, or one that knows some of them already. */
export interface PhotoSource {
  /** `null` where the picture cannot be read now. The caller calls `release` when it no longer shows it. */
  acquire(id: string, size: PhotoSize): Promise<string | null>
  release(id: string, size: PhotoSize): void
}
