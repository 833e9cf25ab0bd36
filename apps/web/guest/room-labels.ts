import type { GuestwallMessages } from '@guestwall/react'
import { byLanguage, type Language } from '../shared/catalogs.ts'
import { clockOf } from '../shared/clock-of.ts'

export interface RoomLabels extends GuestwallMessages {
  readonly timeOf: (iso: string) => string
}

const labelsOf = byLanguage(import.meta.glob<GuestwallMessages>('../messages/*.ts', { eager: true, import: 'components' }))

/** The components' texts and the clock's form in one language. */
export function roomLabels(language: Language): RoomLabels {
  return { ...labelsOf(language), timeOf: clockOf(language) }
}
