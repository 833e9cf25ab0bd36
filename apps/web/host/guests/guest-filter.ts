import type { HostGuest } from '@guestwall/protocol'

/** The parts of the list of guests. */
export const GUEST_FILTERS = ['all', 'online', 'muted', 'removed', 'banned'] as const
export type GuestFilter = (typeof GUEST_FILTERS)[number]

/** The state of a guest in the list: the strongest act on the guest, else whether the guest is online. */
export function standingOf(guest: HostGuest): Exclude<GuestFilter, 'all'> | 'away' {
  if (guest.isBanned) return 'banned'
  if (guest.isRemoved) return 'removed'
  if (guest.isMuted) return 'muted'
  return guest.isOnline ? 'online' : 'away'
}

function isIn(guest: HostGuest, filter: GuestFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'online':
      return guest.isOnline
    case 'muted':
      return guest.isMuted
    case 'removed':
      return guest.isRemoved && !guest.isBanned
    case 'banned':
      return guest.isBanned
    default:
      return filter satisfies never
  }
}

/** The guests of one part whose name or table contains the text, in any case and width: who was here last comes first. */
export function filterGuests(guests: readonly HostGuest[], filter: GuestFilter, text: string): HostGuest[] {
  const wanted = folded(text)
  return guests
    .filter((guest) => isIn(guest, filter) && (folded(guest.name).includes(wanted) || folded(guest.source).includes(wanted)))
    .sort((left, right) => right.lastSeenAt.localeCompare(left.lastSeenAt) || left.id.localeCompare(right.id))
}

export function countGuests(guests: readonly HostGuest[]): Readonly<Record<GuestFilter, number>> {
  const counted = (filter: GuestFilter) => guests.filter((guest) => isIn(guest, filter)).length
  return { all: guests.length, online: counted('online'), muted: counted('muted'), removed: counted('removed'), banned: counted('banned') }
}

function folded(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase()
}
