import type { HostGuest } from '@guestwall/protocol'
import { aKnownGuest } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { countGuests, filterGuests, standingOf } from './guest-filter.ts'

const guest = (over: Partial<HostGuest>): HostGuest => ({ ...aKnownGuest(), isOnline: false, messages: 0, ...over })
const names = (guests: readonly HostGuest[]) => guests.map(({ name }) => name)

const GUESTS = [
  guest({ id: 'a', name: '大刘', lastSeenAt: '2026-11-22T12:00:00.000Z', isOnline: true, source: '5 桌' }),
  guest({ id: 'b', name: 'ＬＩＬＹ', lastSeenAt: '2026-11-22T12:05:00.000Z', isMuted: true, isOnline: true }),
  guest({ id: 'c', name: '路过的栗子', lastSeenAt: '2026-11-22T11:00:00.000Z', isRemoved: true, isBanned: true }),
  guest({ id: 'd', name: '小林', lastSeenAt: '2026-11-22T11:30:00.000Z', isRemoved: true }),
]

describe('[H4] the list of guests', () => {
  it('begins with the guest who was here last', () => {
    expect(names(filterGuests(GUESTS, 'all', ''))).toEqual(['ＬＩＬＹ', '大刘', '小林', '路过的栗子'])
  })

  it('is searched by name and table, in any case and width', () => {
    expect(names(filterGuests(GUESTS, 'all', ' lily '))).toEqual(['ＬＩＬＹ'])
    expect(names(filterGuests(GUESTS, 'all', '5 桌'))).toEqual(['大刘'])
  })

  it('has a part for those who are here and for each act, with its number; who is banned is not among the removed', () => {
    expect(names(filterGuests(GUESTS, 'online', ''))).toEqual(['ＬＩＬＹ', '大刘'])
    expect(names(filterGuests(GUESTS, 'removed', ''))).toEqual(['小林'])
    expect(countGuests(GUESTS)).toEqual({ all: 4, online: 2, muted: 1, removed: 1, banned: 1 })
  })

  it('says of each guest the strongest act', () => {
    expect(GUESTS.map(standingOf)).toEqual(['online', 'muted', 'banned', 'removed'])
    expect(standingOf(guest({}))).toBe('away')
  })
})
