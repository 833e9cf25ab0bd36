import { byLanguage } from '../../shared/catalogs.ts'

export interface GuestPhotoMessages {
  /** The button that opens the phone's photos. */
  readonly choose: string
  readonly preparing: string
  /** With a photo that has no words yet. */
  readonly needsWords: string
  readonly remove: string
  readonly chosen: string
  readonly uploading: (percent: number) => string
  readonly waiting: string
  /** It waits, and this browser stores nothing. */
  readonly keepOpen: string
  readonly retry: string
  readonly discard: string
  readonly cancel: string
  /** The photo of a message, for people who do not see it. */
  readonly photoBy: (name: string) => string
  /** Reasons why a photo cannot be sent, known before it is tried. */
  readonly problems: Readonly<Record<'photo_unreadable' | 'too_large', string>>
}

export const photoMessages = byLanguage(import.meta.glob<GuestPhotoMessages>('../../messages/*.ts', { eager: true, import: 'guestPhotos' }))
