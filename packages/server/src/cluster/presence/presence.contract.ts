import { beforeEach, describe, expect, test } from 'vitest'
import type { VirtualClock } from '@guestwall/protocol/testing'
import type { Presence } from './presence.ts'

const GUEST = { id: 'g1', name: '小明' }

type Opened = { presence: Presence; clock: VirtualClock; settle: () => Promise<void> }

let lastSession = 0

/** The rules of every presence. `open` gives a fresh one on the clock; `settle` lets it do what it does by itself. */
export function presenceContract(name: string, open: () => Opened | Promise<Opened>): void {
  describe(`${name} as a presence`, () => {
    let s: string
    beforeEach(() => {
      s = `presence-${(lastSession += 1)}`
    })

    test('[ONLINE-1] a guest counts once, however many connections it has', async () => {
      const { presence } = await open()
      presence.enter(s, GUEST)
      presence.enter(s, GUEST)
      presence.touch(s, GUEST)
      expect(await presence.count(s)).toBe(1)
      presence.leave(s, GUEST.id, true)
      expect(await presence.count(s)).toBe(1)
    })

    test('[ONLINE-2] a clean leave shows at once', async () => {
      const { presence } = await open()
      presence.enter(s, GUEST)
      presence.leave(s, GUEST.id, true)
      expect(await presence.count(s)).toBe(0)
    })

    test('[ONLINE-2] an abrupt leave shows within a minute, and a return within 20 s shows none', async () => {
      const { presence, clock, settle } = await open()
      const counts: number[] = []
      presence.onCount((_, count) => counts.push(count))
      presence.enter(s, GUEST)
      presence.leave(s, GUEST.id, false)
      clock.advance(20_000)
      presence.enter(s, GUEST)
      await settle()
      expect(counts).toEqual([1])
      presence.leave(s, GUEST.id, false)
      clock.advance(60_000)
      await settle()
      expect(await presence.count(s)).toBe(0)
      expect(counts).toEqual([1, 0])
    })

    test('[ONLINE-1] a guest who polls is here until a poll is overdue', async () => {
      const { presence, clock, settle } = await open()
      presence.touch(s, GUEST)
      clock.advance(30_000)
      await settle()
      expect(await presence.count(s)).toBe(1)
      clock.advance(30_000)
      await settle()
      expect(await presence.count(s)).toBe(0)
    })

    test('[ONLINE-3] names come in pages, each guest once, in the order of arrival', async () => {
      const { presence, clock } = await open()
      for (let index = 0; index < 25; index += 1) {
        presence.enter(s, { id: `g${index}`, name: `Guest ${index}` })
        clock.advance(1)
      }
      const ids: string[] = []
      for (let cursor: string | null = null, pages = 0; pages === 0 || cursor !== null; pages += 1) {
        const page = await presence.page(s, cursor, 10)
        expect(page.count).toBe(25)
        ids.push(...page.guests.map(({ id }) => id))
        cursor = page.nextCursor
      }
      expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => `g${index}`))
    })

    test('[ONLINE-3] the list goes on where it was when the guest of its cursor leaves, comes back or arrived with many others', async () => {
      const { presence, clock } = await open()
      // Five arrive in each millisecond.
      const arrived = Array.from({ length: 25 }, (_, index) => `g${String(index).padStart(2, '0')}`)
      for (const [index, id] of arrived.entries()) {
        presence.enter(s, { id, name: id })
        if (index % 5 === 4) clock.advance(1)
      }
      const first = await presence.page(s, null, 12)
      const cursorGuest = arrived[11] as string
      expect(first.guests.at(-1)?.id).toBe(cursorGuest)
      presence.leave(s, cursorGuest, true)
      const idsBehind = async () => (await presence.page(s, first.nextCursor, 100)).guests.map(({ id }) => id)
      expect(await idsBehind()).toEqual(arrived.slice(12))
      presence.enter(s, { id: cursorGuest, name: cursorGuest })
      expect(await idsBehind()).toEqual([...arrived.slice(12), cursorGuest])
      for (const id of arrived) presence.leave(s, id, true)
      expect(await presence.page(s, first.nextCursor, 100)).toEqual({ count: 0, guests: [], nextCursor: null })
    })

    test('a cursor that this server did not give starts over', async () => {
      const { presence } = await open()
      presence.enter(s, GUEST)
      for (const cursor of ['g1', '_g1', 'x'.repeat(36)]) expect((await presence.page(s, cursor, 10)).guests).toMatchObject([{ id: 'g1' }])
    })

    test('sessions do not mix', async () => {
      const { presence } = await open()
      presence.enter(s, GUEST)
      expect(await presence.count('other')).toBe(0)
      expect(await presence.page('other', null, 10)).toEqual({ count: 0, guests: [], nextCursor: null })
    })

    test('a new name is told, with the arrival unchanged', async () => {
      const { presence } = await open()
      presence.enter(s, GUEST)
      presence.enter(s, { ...GUEST, name: '大明' })
      expect((await presence.page(s, null, 10)).guests).toMatchObject([{ id: 'g1', name: '大明' }])
    })
  })
}
