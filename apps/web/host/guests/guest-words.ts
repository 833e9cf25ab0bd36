import type { HostGuest, KnownGuest } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { actorName } from '../actor-name.ts'
import { isTableNumber } from '../share/tags.ts'
import { standingOf } from './guest-filter.ts'
import { type GuestDeskMessages, guestDeskMessages } from './messages.ts'

const MINUTE_MS = 60_000

/** A guest's standing in words, with the host who acted. */
export function standingText(guest: HostGuest, nowMs: number, language: Language): string {
  const t = guestDeskMessages(language)
  const standing = standingOf(guest)
  if (standing === 'away') return t.away(Math.max(1, Math.round((nowMs - Date.parse(guest.lastSeenAt)) / MINUTE_MS)))
  const text = t.standings[standing]
  return standing === 'online' || guest.by === null ? text : `${text} · ${actorName(guest.by, language)}`
}

/** What is true of a guest after the acts of hosts, in a word: the name, where none of them holds. */
export function standingWord(guest: KnownGuest, language: Language): string {
  const standing = standingOf({ ...guest, isOnline: false, messages: 0 })
  return standing === 'away' || standing === 'online' ? guest.name : guestDeskMessages(language).standings[standing]
}

/** How a guest came: by a link, with the code, or the table. The number of a table is said in words. */
export function sourceText({ source }: HostGuest, t: GuestDeskMessages): string {
  if (source === 'link' || source === 'code') return t.sources[source]
  return isTableNumber(source) ? t.table(source) : source
}
