import type { MessageStatus, Photo } from '@guestwall/protocol'

/** An upload that begins. `key`: of (session, guest, key) one photo is stored (SEND-1). */
export interface NewPhoto {
  readonly id: string
  readonly guestId: string
  readonly key: string
  /** ISO 8601. */
  readonly at: string
}

/** The most photos that a session and a guest of it may have; 0: no limit. */
export interface PhotoLimits {
  /** Those that messages have. */
  readonly ofSession: number
  /** Those that messages have, and those that none has yet. */
  readonly ofGuest: number
  /** Uploads of the session that no message has yet: the oldest make room for a new one, so that nobody can fill this for others. */
  readonly unsentOfSession: number
  /** Uploads of the guest that no message has yet, other tries under the key of a new one apart. */
  readonly unsentOfGuest: number
}

/** No limit. */
export const NO_PHOTO_LIMITS: PhotoLimits = { ofSession: 0, ofGuest: 0, unsentOfSession: 0, unsentOfGuest: 0 }

/** Photos by id, or every one of a guest. */
export type PhotoSelection = readonly string[] | { readonly ofGuest: string }

/** A photo that is stored and that no message has. */
export interface FreePhoto extends Photo {
  readonly guestId: string
}

/** A photo of a message, and what decides who may read it (PHOTO-2). */
export interface ShownPhoto {
  readonly guestId: string
  readonly status: MessageStatus
}

/** Names a photo among those of all sessions. */
export interface PhotoName {
  readonly sessionId: string
  readonly id: string
}
