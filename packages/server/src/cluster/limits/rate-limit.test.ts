import { expect, test } from 'vitest'
import { RateLimiter } from './rate-limit.ts'

const RATE = { perSecond: 2, burst: 3 }

test('a burst passes at once, then one each interval, and the wait is exact', () => {
  const limiter = new RateLimiter()
  expect([1, 2, 3, 4].map(() => limiter.tryConsume('guest', RATE, 1_000))).toEqual([0, 0, 0, 500])
  expect(limiter.tryConsume('guest', RATE, 1_499)).toBe(1)
  expect(limiter.tryConsume('guest', RATE, 1_500)).toBe(0)
  expect(limiter.tryConsume('guest', RATE, 1_500)).toBe(500)
})

test('keys do not share a limit, and a refused request uses up nothing', () => {
  const limiter = new RateLimiter()
  for (let i = 0; i < 100; i += 1) limiter.tryConsume('flooder', RATE, 0)
  expect(limiter.tryConsume('neighbour', RATE, 0)).toBe(0)
  expect(limiter.tryConsume('flooder', RATE, 500)).toBe(0)
})

test('a rate of 0 is no limit', () => {
  const limiter = new RateLimiter()
  for (let i = 0; i < 1_000; i += 1) expect(limiter.tryConsume('guest', { perSecond: 0, burst: 1 }, 0)).toBe(0)
})

test('reservations are served in order, up to the longest wait', () => {
  const limiter = new RateLimiter()
  const waits = Array.from({ length: 6 }, () => limiter.book('join', RATE, 0, 1_000))
  expect(waits.map(({ isBooked, waitMs }) => (isBooked ? waitMs : 'refused'))).toEqual([0, 0, 0, 500, 1_000, 'refused'])
})

test('a key whose limit is full again is forgotten', () => {
  const limiter = new RateLimiter()
  limiter.tryConsume('guest', RATE, 0)
  limiter.sweep(499)
  expect(limiter.size).toBe(1)
  limiter.sweep(500)
  expect(limiter.size).toBe(0)
})

test('[SEND-4] the wait is never longer than a refill takes, whatever state was stored', () => {
  const limiter = new RateLimiter()
  const later = 8 * 60 * 60 * 1_000
  for (let i = 0; i < 4; i += 1) limiter.tryConsume('guest', RATE, later)
  expect(limiter.tryConsume('guest', RATE, 0)).toBeLessThanOrEqual(500)
  expect(limiter.tryConsume('guest', RATE, 500)).toBe(0)
})
