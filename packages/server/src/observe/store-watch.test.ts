import { beforeEach, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../storage/storage.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '../testing/memory-store.ts'
import { Health } from './health.ts'
import { StoreWatch } from './store-watch.ts'

/** A store that fails as it is reported. */
class FailingStore extends MemoryStore {
  reads: string | null = null
  writes: string | null = null
  /** Only the writes of sessions. */
  appends: string | null = null
  maintenance: string | null = null

  override append: MemoryStore['append'] = (...args) => this.#or(this.appends ?? this.writes, () => super.append(...args))
  override probeWrite = () => this.#or(this.writes, () => super.probeWrite())
  override maintain = (nowMs: number) => this.#or(this.maintenance, () => super.maintain(nowMs))
  override ping = () => this.#or(this.reads, () => super.ping())

  async #or<Result>(failure: string | null, answer: () => Promise<Result>): Promise<Result> {
    if (failure !== null) throw new StoreUnavailable('the database did not answer', { cause: new Error(failure) })
    return answer()
  }
}

const BATCH = { commands: [], now: '2026-11-22T10:00:00.000Z', newIds: [] }

let clock: VirtualClock
let inner: FailingStore
let watch: StoreWatch
let reported: string[]
beforeEach(() => {
  clock = new VirtualClock()
  inner = new FailingStore()
  reported = []
  watch = new StoreWatch(inner, clock, {
    failing: (error, failures) => reported.push(`${((error as Error).cause as Error).message} ${failures}`),
    recovered: (ms) => reported.push(`recovered after ${ms}`),
  })
})

/** A write, and what the watch does because of it. */
async function write(): Promise<void> {
  await watch.store.append('a session', BATCH).catch(() => {})
  await new Promise((resolve) => setImmediate(resolve))
}

const readiness = async () => (await new Health(watch, clock, undefined).readiness()).store

describe('a store that accepts no writes', () => {
  test('is not ready from the first failure until a write succeeds, which needs no guest', async () => {
    expect(await readiness()).toBe('ok')
    inner.writes = 'database or disk is full'
    await write()
    expect([watch.isFailing, await readiness()]).toEqual([true, 'failing'])
    await watch.check()
    expect(watch.isFailing).toBe(true)
    inner.writes = null
    clock.advance(4_500)
    await watch.check()
    expect([watch.isFailing, await readiness()]).toEqual([false, 'ok'])
    expect(reported).toEqual(['database or disk is full 1', 'recovered after 4500'])
  })

  test('is reported at once, then once a minute with the number of failures, and at once for another reason', async () => {
    inner.writes = 'database or disk is full'
    for (let second = 0; second < 60; second += 1) {
      await write()
      clock.advance(1_000)
    }
    await write()
    inner.writes = 'attempt to write a readonly database'
    await write()
    // Each failed write is tried once more by the watch.
    expect(reported).toEqual(['database or disk is full 1', 'database or disk is full 120', 'attempt to write a readonly database 2'])
  })

  test('a failure of one session alone is reported, and the server stays ready', async () => {
    inner.appends = 'canceling statement due to lock timeout'
    await write()
    expect(reported).toEqual(['canceling statement due to lock timeout 1'])
    expect([watch.isFailing, await readiness()]).toEqual([false, 'ok'])
  })

  test('missing files are noticed without a write', async () => {
    inner.maintenance = 'guestwall.db was deleted or replaced'
    inner.writes = inner.maintenance
    await watch.check()
    expect(await readiness()).toBe('failing')
    expect(reported).toEqual(['guestwall.db was deleted or replaced 1'])
  })

  test('failed reads are reported in the same way, and readiness checks by itself', async () => {
    inner.reads = 'connection refused'
    expect([await readiness(), await readiness()]).toEqual(['unavailable', 'unavailable'])
    expect([reported, watch.isFailing]).toEqual([['connection refused 1'], false])
  })
})
