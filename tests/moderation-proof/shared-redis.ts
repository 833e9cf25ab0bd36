import type { Clock } from '@guestwall/server'
import { RedisLink } from '@guestwall/server/testing'
import { Redis } from 'ioredis'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { RedisTap } from './redis-tap.ts'

/** Every key of this Redis, with all that it holds. */
const HOLDINGS = `
local all = {}
local reads = {
  string = {'GET'}, set = {'SMEMBERS'}, hash = {'HGETALL'}, zset = {'ZRANGE', 0, -1}, list = {'LRANGE', 0, -1}, stream = {'XRANGE', '-', '+'}
}
for _, key in ipairs(redis.call('KEYS', '*')) do
  local read = reads[redis.call('TYPE', key).ok]
  all[#all + 1] = key
  all[#all + 1] = cjson.encode(redis.call(read[1], key, unpack(read, 2)))
end
return all
`

/** The real Redis of a stage's servers. A reader of it gets all that servers send to it, and all that it holds. */
export class SharedRedis {
  readonly tap: RedisTap
  readonly #redis: TestRedis
  readonly #reader: Redis

  private constructor(redis: TestRedis, tap: RedisTap) {
    this.#redis = redis
    this.tap = tap
    this.#reader = new Redis(redis.url)
  }

  static async start(): Promise<SharedRedis> {
    const redis = await startRedis()
    return new SharedRedis(redis, await RedisTap.open(redis.port))
  }

  /** Connects a server. `clock`: the server's own, which ends with it. */
  connect(clock: Clock, server: string): Promise<RedisLink> {
    return RedisLink.open(this.tap.url, clock, () => {}, server)
  }

  readonly holdings = async (): Promise<string> => JSON.stringify(await this.#reader.eval(HOLDINGS, 0))

  /** After the servers of a history are gone. */
  async empty(): Promise<void> {
    this.tap.isAway = false
    await this.#reader.flushall()
  }

  async stop(): Promise<void> {
    this.#reader.disconnect()
    await this.tap.close()
    await this.#redis.dispose()
  }
}
