import { settle, VirtualClock } from '@guestwall/protocol/testing'
import { beforeEach, expect, it } from 'vitest'
import { GatheredReads } from './gathered-reads.ts'

const INTERVAL_MS = 250
const MOST = 10

let clock: VirtualClock
let asked: (readonly number[])[]
let isBroken: boolean
let reads: GatheredReads<number, string>

beforeEach(() => {
  clock = new VirtualClock()
  asked = []
  isBroken = false
  reads = new GatheredReads({
    clock,
    intervalMs: INTERVAL_MS,
    most: MOST,
    async read(keys) {
      asked.push(keys)
      await Promise.resolve()
      if (isBroken) throw new Error('broken')
      return new Map(keys.filter((key) => key < 100).map((key) => [key, `value ${key}`]))
    },
  })
})

it('the first caller waits for nothing; those who come soon after it share the next read', async () => {
  const first = reads.run(1)
  await settle()
  expect(await first).toBe('value 1')
  const others = [2, 3, 3, 200].map((key) => reads.run(key))
  await settle()
  expect(asked).toEqual([[1]])
  clock.advance(INTERVAL_MS)
  expect(await Promise.all(others)).toEqual(['value 2', 'value 3', 'value 3', undefined])
  expect(asked).toEqual([[1], [2, 3, 200]])
})

it('a caller whose key is being read gets a read that begins after its call', async () => {
  const first = reads.run(1)
  const again = reads.run(1)
  clock.advance(INTERVAL_MS)
  await Promise.all([first, again])
  expect(asked).toEqual([[1], [1]])
})

it('many callers at once are not kept waiting between their reads, and no read is larger than allowed', async () => {
  const all = Array.from({ length: 5 * MOST + 1 }, (_, key) => reads.run(key))
  await settle()
  expect(asked.map(({ length }) => length)).toEqual([1, MOST, MOST, MOST, MOST, MOST])
  expect(await Promise.all(all)).toHaveLength(all.length)
})

it('the error of a read goes to its callers alone, and the next read is made', async () => {
  isBroken = true
  await expect(reads.run(1)).rejects.toThrow('broken')
  isBroken = false
  const next = reads.run(1)
  clock.advance(INTERVAL_MS)
  expect(await next).toBe('value 1')
})
