import * as v from 'valibot'
import type { Limit, Rate, Shortage } from './rate-limit.ts'
import { COUNT_SLOT_MS, COUNT_SLOTS } from './recent-counts.ts'
import { sessionKey } from '../redis/keys.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import type { Booking, Limits } from './limits.ts'

/** The number of the limit that has none free, from 1 (0: all were consumed), and the wait in milliseconds. */
const ConsumedSchema = v.tuple([
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  v.pipe(v.string(), v.regex(/^\d{1,15}\.\d{3}$/), v.transform(Number)),
])

/**
 * GCRA in one script, on the clock of Redis, as `RateLimiter` does it in memory: consumes one of each limit, or nothing. `KEYS`: the time at which
 * each bucket is empty; `ARGV`: the longest wait, then interval, burst and usable part of each. Milliseconds, with three decimals.
 */
const CONSUME = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local longest = tonumber(ARGV[1])
local function keep(key, empty) redis.call('SET', key, string.format('%.3f', empty), 'PX', math.ceil(empty - now)) end
local wait = 0
local empties = {}
for i, key in ipairs(KEYS) do
  local interval, burst, part = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  local empty = math.max(tonumber(redis.call('GET', key) or '0'), now)
  -- A time beyond a full bucket is wrong: the clock of Redis was set back since.
  local full = now + interval * burst + longest
  if empty > full then
    empty = full
    keep(key, empty)
  end
  wait = math.max(0, empty - interval * (part - 1) - now)
  if wait > longest then return {i, string.format('%.3f', wait)} end
  empties[i] = empty + interval
end
for i, key in ipairs(KEYS) do keep(key, empties[i]) end
return {0, string.format('%.3f', wait)}
`

/** As `RecentCounts`: a hash of slots. `ARGV`: how many to add, the length of a slot in seconds, slots of a minute. Returns their sum. */
const COUNT = `
local slot = math.floor(redis.call('TIME')[1] / tonumber(ARGV[2]))
if tonumber(ARGV[1]) > 0 then
  redis.call('HINCRBY', KEYS[1], slot, ARGV[1])
  redis.call('EXPIRE', KEYS[1], tonumber(ARGV[2]) * (tonumber(ARGV[3]) + 1))
end
local sum = 0
local slots = redis.call('HGETALL', KEYS[1])
for i = 1, #slots, 2 do
  local age = slot - tonumber(slots[i])
  if age >= 0 and age < tonumber(ARGV[3]) then sum = sum + tonumber(slots[i + 1]) else redis.call('HDEL', KEYS[1], slots[i]) end
end
return sum
`
const SumSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Limits that all servers share. Without Redis each server applies them by itself: a session may then do more, never less. */
export class RedisLimits implements Limits {
  readonly #link: RedisLink
  readonly #own: Limits

  constructor(link: RedisLink, own: Limits) {
    this.#link = link
    this.#own = own
  }

  async tryConsume(sessionId: string, key: string, rate: Rate): Promise<number> {
    const { isBooked, waitMs } = await this.book(sessionId, key, rate, 0)
    return isBooked ? 0 : waitMs
  }

  async tryConsumeAll(sessionId: string, limits: readonly Limit[]): Promise<Shortage | null> {
    const limiting = limits.filter(({ rate }) => rate.perSecond > 0)
    if (limiting.length === 0) return null
    const answer = await this.#ask(sessionId, limiting, 0)
    if (answer === null) return this.#own.tryConsumeAll(sessionId, limits)
    const [index, waitMs] = answer
    const short = limiting[index - 1]
    return short === undefined ? null : { key: short.key, waitMs }
  }

  async book(sessionId: string, key: string, rate: Rate, maxWaitMs: number): Promise<Booking> {
    if (rate.perSecond === 0) return { isBooked: true, waitMs: 0 }
    const answer = await this.#ask(sessionId, [{ key, rate }], maxWaitMs)
    if (answer === null) return this.#own.book(sessionId, key, rate, maxWaitMs)
    const [index, waitMs] = answer
    return { isBooked: index === 0, waitMs }
  }

  note(sessionId: string, key: string): void {
    // Also counted here, for the time that Redis is away.
    this.#own.note(sessionId, key)
    void this.#count(sessionId, key, 1)
  }

  async lastMinute(sessionId: string, key: string): Promise<number> {
    return Math.max((await this.#count(sessionId, key, 0)) ?? 0, await this.#own.lastMinute(sessionId, key))
  }

  #count(sessionId: string, key: string, more: number): Promise<number | null> {
    const name = sessionKey(sessionId, 'count', key)
    return this.#link.ask({ keys: [name], form: SumSchema }, (redis) => redis.eval(COUNT, 1, name, more, COUNT_SLOT_MS / 1000, COUNT_SLOTS))
  }

  #ask(sessionId: string, limits: readonly Limit[], longestMs: number): Promise<v.InferOutput<typeof ConsumedSchema> | null> {
    const keys = limits.map(({ key }) => sessionKey(sessionId, 'limit', key))
    const rates = limits.flatMap(({ rate: { perSecond, burst, part = burst } }) => [1000 / perSecond, burst, part])
    return this.#link.ask({ keys, form: ConsumedSchema }, (redis) => redis.eval(CONSUME, keys.length, ...keys, longestMs, ...rates))
  }

  sweep(): void {
    this.#own.sweep()
  }
}
