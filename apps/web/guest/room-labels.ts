import type { GuestwallMessages } from '@guestwall/react'
import { byLanguage, type Language } from '../shared/catalogs.ts'

export interface RoomLabels extends GuestwallMessages {
  readonly timeOf: (iso: string) => string
}

const labelsOf = byLanguage(import.meta.glob<GuestwallMessages>('../messages/*.ts', { eager: true, import: 'components' }))

/** The components' texts and the clock's form in one language. */
export function roomLabels(language: Language): RoomLabels {
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false })
  return { ...labelsOf(language), timeOf: (iso) => clock.format(new Date(iso)) }
}
