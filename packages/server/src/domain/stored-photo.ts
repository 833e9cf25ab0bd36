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
  readonly ofSession: number
  readonly ofGuest: number
}

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
