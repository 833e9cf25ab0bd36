import { aMessage } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { GUEST_VIEW, HOST_VIEW, type View, WALL_VIEW } from '../log/decide/audience.ts'
import type { LogEvent } from '../domain/log-event.ts'
import { EventRing } from './event-ring.ts'

const AT = '2026-11-22T10:00:00.000Z'
const PAGE = { events: 10_000, bytes: 10_000_000 }

function created(id: number, audience: LogEvent['audience'] = 'everyone'): LogEvent {
  const data = aMessage(id, { id: `m${id}`, guestId: 'g', content: `secret ${id}`, key: `key-number-${id}` })
  return { audience, event: { id, type: 'message.created', at: AT, data } }
}
function ringOf(...events: LogEvent[]): EventRing {
  const ring = new EventRing((events[0]?.event.id ?? 1) - 1)
  for (const event of events) ring.push(event)
  return ring
}
const ids = (items: readonly string[] = []) => items.map((item) => (JSON.parse(item) as { id: number }).id)

test('[LOG-1] accepts only the next event', () => {
  const ring = ringOf(created(5))
  expect(() => ring.push(created(7))).toThrow('does not follow')
  expect(() => ring.push(created(5))).toThrow('does not follow')
})

test('a slice begins after the position and says how far it reaches', () => {
  const ring = ringOf(created(5), created(6), created(7))
  expect(ids(ring.slice(5, GUEST_VIEW, PAGE)?.events)).toEqual([6, 7])
  expect(ring.slice(7, GUEST_VIEW, PAGE)).toEqual({ from: 7, to: 7, events: [] })
  expect(ring.slice(3, GUEST_VIEW, PAGE)).toBeNull()
  expect(ring.slice(8, GUEST_VIEW, PAGE)).toBeNull()
})

test('[LOG-6] a position moves past what its reader may not see', () => {
  const ring = ringOf(created(1), created(2, 'hosts'), created(3, 'hosts'))
  expect(ring.slice(0, GUEST_VIEW, PAGE)).toMatchObject({ to: 3, events: [expect.stringContaining('"id":1')] })
  expect(ids(ring.slice(0, HOST_VIEW, PAGE)?.events)).toEqual([1, 2, 3])
})

test('a page ends at its number of events or its bytes, but never before its first event', () => {
  const ring = ringOf(created(1), created(2), created(3))
  expect(ring.slice(0, GUEST_VIEW, { events: 2, bytes: 1_000_000 })).toMatchObject({ to: 2 })
  expect(ring.slice(0, GUEST_VIEW, { events: 100, bytes: 1 })).toMatchObject({ to: 1 })
})

test('[LOG-5] removing erases what the ring holds of the message', () => {
  const ring = ringOf(created(1), created(2), {
    audience: 'everyone',
    event: { id: 3, type: 'message.removed', at: AT, data: { id: 'm1', wasShown: true } },
  })
  const text = JSON.stringify(ring.slice(0, HOST_VIEW, PAGE))
  expect(text).not.toContain('secret 1')
  expect(text).toContain('secret 2')
})

test('[PEOPLE-2] a host’s name for a guest replaces the guest’s own in the ring, but no erased one', () => {
  const erasing = { id: 'm1', wasShown: true, nameErased: true }
  const ring = ringOf(
    created(1),
    created(2),
    { audience: 'everyone', event: { id: 3, type: 'message.removed', at: AT, data: erasing } },
    { audience: 'everyone', event: { id: 4, type: 'guest.renamed', at: AT, data: { guestId: 'g', guestName: '小红' } } },
  )
  const events = ring.slice(0, GUEST_VIEW, PAGE)?.events.map((json) => JSON.parse(json) as { data: { guestName?: string } })
  expect(events?.slice(0, 2).map(({ data }) => data.guestName)).toEqual(['', '小红'])
})

test('[LOG-5] with the name erased the ring holds neither text nor author of the message, and both of the others', () => {
  const removed = (nameErased: boolean) => ({
    audience: 'everyone' as const,
    event: { id: 3, type: 'message.removed' as const, at: AT, data: { id: 'm1', wasShown: true, nameErased } },
  })
  const namesIn = (nameErased: boolean) =>
    ringOf(created(1), created(2), removed(nameErased))
      .slice(0, HOST_VIEW, PAGE)
      ?.events.flatMap((item) => (JSON.parse(item) as { data: { guestName?: string } }).data.guestName ?? [])
  const [first, second] = namesIn(false) ?? []
  expect(first).not.toBe('')
  expect(namesIn(true)).toEqual(['', second])
})

test('holds the last thousand, and forgets the oldest without a hole', () => {
  const ring = new EventRing(0)
  for (let id = 1; id <= 5_000; id += 1) ring.push(created(id))
  expect(ring.end).toBe(5_000)
  expect(ring.end - ring.start).toBeGreaterThanOrEqual(1_000)
  expect(ring.end - ring.start).toBeLessThanOrEqual(2_000)
  expect(ids(ring.slice(ring.start, GUEST_VIEW, PAGE)?.events)).toEqual(
    Array.from({ length: ring.end - ring.start }, (_, index) => ring.start + index + 1),
  )
})

test('[MOD-3] rejecting a message empties its events for all readers but hosts; restoring it gives them their text back', () => {
  const by = { id: 'h', name: '小雨' }
  const rejected: LogEvent = {
    audience: 'everyone',
    by,
    event: { id: 3, type: 'message.rejected', at: AT, data: { id: 'm1', wasShown: true } },
  }
  const ring = ringOf(
    created(1),
    { ...created(2), event: { ...created(1).event, id: 2, type: 'message.pinned' } as LogEvent['event'] },
    rejected,
  )
  const texts = (view: View) => ring.slice(0, view, PAGE)?.events.map((text) => text.includes('secret 1'))
  for (const view of [GUEST_VIEW, WALL_VIEW]) expect(texts(view)).toEqual([false, false, false])
  expect(JSON.stringify(ring.slice(0, GUEST_VIEW, PAGE))).not.toMatch(/小明|小雨/)
  expect(texts(HOST_VIEW)).toEqual([true, true, false])
  expect(ring.slice(2, HOST_VIEW, PAGE)?.events[0]).toContain('小雨')
  ring.push({ audience: 'everyone', event: { ...created(1).event, id: 4, type: 'message.shown' } as LogEvent['event'] })
  expect(texts(GUEST_VIEW)).toEqual([true, true, false, true])
})

test('[MOD-3] a message that the store says is hidden is hidden in the ring', () => {
  const ring = ringOf({ ...created(1), isHidden: true })
  expect(ring.slice(0, GUEST_VIEW, PAGE)?.events[0]).not.toContain('secret')
  expect(ring.slice(0, HOST_VIEW, PAGE)?.events[0]).toContain('secret')
})

test('[LOG-6] an event for an author is in the slice of that guest alone', () => {
  const rejected: LogEvent = {
    audience: 'author',
    recipient: 'g1',
    event: { id: 1, type: 'message.rejected', at: AT, data: { id: 'm1', wasShown: false } },
  }
  const ring = ringOf(rejected)
  expect(ids(ring.slice(0, GUEST_VIEW, PAGE, 'g1')?.events)).toEqual([1])
  expect(ids(ring.slice(0, GUEST_VIEW, PAGE, 'g2')?.events)).toEqual([])
  expect(ids(ring.slice(0, GUEST_VIEW, PAGE)?.events)).toEqual([])
})
