import type { Occasion } from '@guestwall/protocol'
import type { GuestwallMessages } from '@guestwall/react'
import type { Language } from '../../shared/catalogs.ts'
import { type PrivateWords, privateMessages } from './private-messages.ts'

/** The words of this occasion. */
export function privateWords(language: Language, occasion: Occasion = 'wedding'): PrivateWords {
  return privateMessages(language)[occasion]
}

type ComposerLabels = GuestwallMessages['composer']

/** The field and its button while the next message is for the hosts alone: both say so, because the switch stays on (MOD-11). */
export function composerLabels(labels: ComposerLabels, { placeholder, send, ask }: PrivateWords): ComposerLabels {
  return { ...labels, placeholder, send, field: `${labels.field}: ${ask}` }
}
