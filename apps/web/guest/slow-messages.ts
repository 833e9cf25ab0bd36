import { byLanguage } from '../shared/catalogs.ts'

/** The sentence for guests while a host has limited how often each of them writes. */
export interface GuestSlowMessages {
  readonly note: (seconds: number) => string
  /** At a message that waits for it. */
  readonly later: (seconds: number) => string
}

export const slowMessages = byLanguage(import.meta.glob<GuestSlowMessages>('../messages/*.ts', { eager: true, import: 'guestSlow' }))
