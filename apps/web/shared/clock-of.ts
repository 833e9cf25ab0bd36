import type { Language } from './catalogs.ts'
import { withRegion } from './with-region.ts'

/** Writes a moment as hours and minutes, on the clock of the device. */
export function clockOf(language: Language): (at: string) => string {
  const format = new Intl.DateTimeFormat(withRegion(language), { hour: 'numeric', minute: '2-digit' })
  return (at) => format.format(new Date(at))
}
