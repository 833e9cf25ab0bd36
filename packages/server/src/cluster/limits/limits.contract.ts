import { describe, expect, test, vi } from 'vitest'
import type { Limits } from './limits.ts'

let lastSession = 0

/** The rules of all limits. `open` gives fresh ones. */
export function limitsContract(name: string, open: () => Promise<Limits>): void {
  describe(`${name} as limits`, () => {
    const session = () => `limited-${(lastSession += 1)}`
    /** So slow that no test sees a second one. */
    const RATE = { perSecond: 1 / 600, burst: 3 }

    test('a burst passes, then the wait is told, and taking nothing costs nothing', async () => {
      const limits = await open()
      const id = session()
      for (let index = 0; index < 3; index += 1) expect(await limits.tryConsume(id, 'guest', RATE)).toBe(0)
      const first = await limits.tryConsume(id, 'guest', RATE)
      const second = await limits.tryConsume(id, 'guest', RATE)
      expect(first).toBeGreaterThan(500_000)
      expect(second).toBeLessThanOrEqual(first)
    })

    test('many at once get no more than the burst', async () => {
      const limits = await open()
      const id = session()
      const waits = await Promise.all(Array.from({ length: 50 }, () => limits.tryConsume(id, 'guest', RATE)))
      expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
    })

    test('keys and sessions do not mix, and no rate is no limit', async () => {
      const limits = await open()
      const id = session()
      for (let index = 0; index < 3; index += 1) await limits.tryConsume(id, 'a', RATE)
      expect(await limits.tryConsume(id, 'b', RATE)).toBe(0)
      expect(await limits.tryConsume(session(), 'a', RATE)).toBe(0)
      expect(await limits.tryConsume(id, 'a', { perSecond: 0, burst: 0 })).toBe(0)
    })

    test('of several limits one of each is taken, or none of any: where one is short, the others keep what they had', async () => {
      const limits = await open()
      const id = session()
      const narrow = { key: 'hall', rate: { ...RATE, burst: 1 } }
      const wide = (key: string) => ({ key, rate: RATE })
      expect(await limits.tryConsumeAll(id, [wide('a'), narrow])).toBeNull()
      for (let index = 0; index < 5; index += 1) {
        expect(await limits.tryConsumeAll(id, [wide('b'), narrow])).toMatchObject({ key: 'hall', waitMs: expect.any(Number) as number })
      }
      for (let index = 0; index < 3; index += 1)
        expect(await limits.tryConsumeAll(id, [wide('b'), { key: 'none', rate: { perSecond: 0, burst: 0 } }])).toBeNull()
      expect(await limits.tryConsumeAll(id, [wide('b')])).toMatchObject({ key: 'b' })
    })

    test('of one limit, who may keep a smaller part of it at once leaves the rest to the others', async () => {
      const limits = await open()
      const id = session()
      const part = (share: number) => limits.tryConsume(id, 'hall', { ...RATE, part: share })
      expect([await part(1), (await part(1)) > 0]).toEqual([0, true])
      expect([await part(3), await part(3), (await part(3)) > 0]).toEqual([0, 0, true])
    })

    test('what is noted is counted by session and key', async () => {
      const limits = await open()
      const [id, other] = [session(), session()]
      expect(await limits.lastMinute(id, 'joins')).toBe(0)
      for (let index = 0; index < 30; index += 1) limits.note(id, 'joins')
      limits.note(id, 'others')
      limits.note(other, 'joins')
      await vi.waitFor(async () => expect(await limits.lastMinute(id, 'joins')).toBe(30))
      expect([await limits.lastMinute(id, 'others'), await limits.lastMinute(other, 'joins')]).toEqual([1, 1])
    })

    test('whoever books is told when, and the next one later', async () => {
      const limits = await open()
      const id = session()
      const rate = { perSecond: 1, burst: 1 }
      const waits = [
        await limits.book(id, 'join', rate, 2_500),
        await limits.book(id, 'join', rate, 2_500),
        await limits.book(id, 'join', rate, 2_500),
      ]
      expect(waits.map(({ isBooked }) => isBooked)).toEqual([true, true, true])
      expect(waits[2]?.waitMs).toBeGreaterThan((waits[1]?.waitMs ?? 0) + 500)
      expect((await limits.book(id, 'join', rate, 2_500)).isBooked).toBe(false)
    })
  })
}
