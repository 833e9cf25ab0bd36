import type { Occasion } from '@guestwall/protocol'
import { byLanguage } from '../../shared/catalogs.ts'

export interface GuestEndedMessages {
  readonly thanks: Readonly<Record<Occasion, string>>
  /** For guests who come after the end. */
  readonly joinedLate: string
  /** How many messages are on the wall. */
  readonly count: (count: number, occasion: Occasion) => string
  readonly ownTitle: string
  /** `wereShown`: the screens said that each of them was on a screen. */
  readonly ownCount: (count: number, wereShown: boolean) => string
  readonly readWall: string
  readonly saveOwn: string
  /** In place of saving, where the browser saves no file. */
  readonly copy: string
  readonly copied: string
  readonly notCopied: string
  /** From the whole wall back to one's own messages. */
  readonly toOwn: string
}

export const endedMessages = byLanguage(import.meta.glob<GuestEndedMessages>('../../messages/*.ts', { eager: true, import: 'guestEnded' }))
