import type { Occasion } from '@guestwall/protocol'
import { byLanguage } from '../../shared/catalogs.ts'

/** The words at a message for the hosts alone, for those who are then its only readers. */
export interface PrivateWords {
  /** The switch at the field, in a word beside the ready wishes. */
  readonly short: string
  /** The switch at the field. */
  readonly ask: string
  /** In the empty field. */
  readonly placeholder: string
  /** The button: it says where the message goes. */
  readonly send: string
  /** The word at a message that they alone read. */
  readonly done: string
}

export const privateMessages = byLanguage(
  import.meta.glob<Readonly<Record<Occasion, PrivateWords>>>('../../messages/*.ts', { eager: true, import: 'guestPrivate' }),
)
