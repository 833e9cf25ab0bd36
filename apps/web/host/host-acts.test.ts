import { NO_SCREEN_CONTROL, type WallEvent } from '@guestwall/protocol'
import { aKnownGuest, aVote } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { firstAfter, type HostActs, hostActsAfter, isOvertaken } from './host-acts.ts'

const AT = '2026-11-22T10:00:00.000Z'
const ME = { id: 'me', name: '我' }
const LILY = { id: 'lily', name: '小雨' }
const event = (id: number, type: string, data: unknown, by?: typeof ME) => ({ id, type, at: AT, data, ...(by ? { by } : {}) }) as WallEvent
const actsOf = (...events: WallEvent[]): HostActs => events.reduce<HostActs>(hostActsAfter, [])
const isVote = (target: string) => target.startsWith('vote ')

describe('[MOD-4] of two hosts on one vote, guest or screen', () => {
  const closed = (id: number, by?: typeof ME) => event(id, 'vote.closed', aVote({ id: 'v1', state: 'closed' }), by)

  it('the one whose act the log has first after what a page showed is the one who was first', () => {
    const acts = actsOf(closed(7, LILY), event(8, 'guest.changed', aKnownGuest({ id: 'g1' }), LILY))
    expect(firstAfter(acts, { target: 'vote v1', sinceId: 6 })?.by).toEqual(LILY)
    expect(firstAfter(acts, { target: 'guest g1', sinceId: 6 })?.by).toEqual(LILY)
    expect(firstAfter(acts, { target: 'vote v1', sinceId: 7 })).toBeNull()
    expect(firstAfter(acts, { target: 'vote v2', sinceId: 0 })).toBeNull()
  })

  it('an undo is over once another host has acted on the same since, and not by acts of one’s own or on others', () => {
    const press = { target: 'vote v1', sinceId: 6 }
    expect(isOvertaken(actsOf(closed(7, ME)), press, isVote, ME.id)).toBe(false)
    expect(isOvertaken(actsOf(closed(7, ME), closed(9, LILY)), press, isVote, ME.id)).toBe(true)
    const screens = event(9, 'screen.changed', { screenId: null, change: {}, control: NO_SCREEN_CONTROL }, LILY)
    expect(isOvertaken(actsOf(closed(7, ME), screens), press, isVote, ME.id)).toBe(false)
  })

  it('what no host did is nobody’s act', () => {
    expect(actsOf(closed(7), event(8, 'message.unpinned', { id: 'm' }, LILY))).toEqual([])
  })
})
