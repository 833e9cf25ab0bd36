import * as v from 'valibot'
import type { Rate } from '../domain/rate-limit.ts'
import { sessionKey } from '../redis/keys.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import type { Booking, Limits } from './limits.ts'

/** Whether it was booked, and the wait in milliseconds. */
const BookingSchema = v.tuple([v.picklist([0, 1]), v.pipe(v.string(), v.regex(/^\d{1,15}\.\d{3}$/), v.transform(Number))])

/**
 * GCRA in one step, by Redis' own clock, as `RateLimiter` does it in memory. `KEYS[1]`: when the bucket would be empty; `ARGV`: interval,
 * burst and longest wait. Answers whether it was booked, and the wait; milliseconds, with three digits of a fraction.
 */
const BOOK = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local interval, burst, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local function keep(empty) redis.call('SET', KEYS[1], string.format('%.3f', empty), 'PX', math.ceil(empty - now)) end
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
-- No bucket is fuller than full: one that seems so was filled before the clock of Redis was set back.
local full = now + interval * burst + longest
if empty > full then
  empty = full
  keep(empty)
end
local wait = math.max(0, empty - interval * (burst - 1) - now)
if wait > longest then return {0, string.format('%.3f', wait)} end
keep(empty + interval)
return {1, string.format('%.3f', wait)}
`

/** Limits that all servers share. Without Redis each server holds them by itself: a room is then let through more, never less. */
export class RedisLimits implements Limits {
  readonly #link: RedisLink
  readonly #own: Limits

  constructor(link: RedisLink, own: Limits) {
    this.#link = link
    this.#own = own
  }

  async take(sessionId: string, key: string, rate: Rate): Promise<number> {
    const { isBooked, waitMs } = await this.book(sessionId, key, rate, 0)
    return isBooked ? 0 : waitMs
  }

  async book(sessionId: string, key: string, rate: Rate, maxWaitMs: number): Promise<Booking> {
    if (rate.perSecond === 0) return { isBooked: true, waitMs: 0 }
    const intervalMs = 1000 / rate.perSecond
    const bucket = sessionKey(sessionId, 'limit', key)
    const answer = await this.#link.ask({ keys: [bucket], form: BookingSchema }, (redis) =>
      redis.eval(BOOK, 1, bucket, String(intervalMs), String(rate.burst), String(maxWaitMs)),
    )
    if (answer === null) return this.#own.book(sessionId, key, rate, maxWaitMs)
    const [booked, waitMs] = answer
    return { isBooked: booked === 1, waitMs }
  }

  sweep(): void {
    this.#own.sweep()
  }
}
