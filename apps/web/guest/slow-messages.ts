import { byLanguage } from '../shared/catalogs.ts'

/** What a guest is told while a host has limited how often each guest writes. */
export interface GuestSlowMessages {
  readonly note: (seconds: number) => string
  /** At a message that waits for it. */
  readonly later: (seconds: number) => string
}

export const slowMessages = byLanguage(import.meta.glob<GuestSlowMessages>('../messages/*.ts', { eager: true, import: 'guestSlow' }))
