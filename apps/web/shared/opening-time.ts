import type { Language } from './catalogs.ts'
import { withRegion } from './with-region.ts'

const TIME = { hour: 'numeric', minute: '2-digit' } as const

/** When a session opens, in words: the time, on another day with the day; `null` where no time is set. */
export function openingTime(language: Language, opensAt: string | undefined, now: Date = new Date()): string | null {
  if (opensAt === undefined) return null
  const at = new Date(opensAt)
  const isToday = at.toDateString() === now.toDateString()
  return new Intl.DateTimeFormat(withRegion(language), isToday ? TIME : { month: 'long', day: 'numeric', ...TIME }).format(at)
}
