import { byLanguage } from '../shared/catalogs.ts'

/** For a guest whom the host removed. */
export interface GuestRemovedMessages {
  readonly what: string
  readonly asAnother: string
  readonly askHost: string
  readonly joinAgain: string
  /** For a guest who may not come back: perhaps the host has changed it. */
  readonly lookAgain: string
}

export const removedMessages = byLanguage(
  import.meta.glob<GuestRemovedMessages>('../messages/*.ts', { eager: true, import: 'guestRemoved' }),
)
