import { byLanguage } from '../shared/catalogs.ts'

/** For a guest whose wall is deleted. */
export interface GuestGoneMessages {
  readonly gone: string
  readonly nothingKept: string
}

export const goneMessages = byLanguage(import.meta.glob<GuestGoneMessages>('../messages/*.ts', { eager: true, import: 'guestGone' }))
