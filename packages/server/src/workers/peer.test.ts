import { expect, test } from 'vitest'
import { type OneTimeKey, OwnOneTimeKey } from '../edge/http/operator.ts'
import { StoreUnavailable } from '../storage/storage.ts'
import { channelPair } from './channel.test-kit.ts'
import { Peer } from './peer.ts'

interface Counter {
  add(by: number): void
  total(): Promise<number>
  fail(): Promise<never>
}

function counting(): { counter: Counter; here: Peer } {
  const [a, b] = channelPair()
  const [here, there] = [new Peer(a), new Peer(b)]
  let total = 0
  there.serve('counter', {
    add(by) {
      total += by
    },
    total: () => Promise.resolve(total),
    fail: () =>
      Promise.reject(
        new StoreUnavailable('the disk is full', { cause: Object.assign(new Error('SQLITE_FULL: full'), { code: 'SQLITE_FULL' }) }),
      ),
  } satisfies Counter)
  return { counter: here.remote<Counter>('counter', { casts: ['add'] }), here }
}

test('calls with and without an answer are carried out in the order in which they were made', async () => {
  const { counter } = counting()
  counter.add(1)
  const before = counter.total()
  counter.add(2)
  expect([await before, await counter.total()]).toEqual([1, 3])
})

test('a failure crosses with its code, as one of the store', async () => {
  const { counter } = counting()
  const failure = await counter.fail().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(StoreUnavailable)
  expect(failure).toMatchObject({ message: 'the disk is full', cause: { code: 'SQLITE_FULL' } })
})

test('when the other process is gone, what waits for it is rejected, and every later call', async () => {
  const [silent] = channelPair()
  const here = new Peer(silent)
  const counter = here.remote<Counter>('counter')
  const waiting = counter.total()
  here.end(new StoreUnavailable('the worker has ended'))
  await expect(waiting).rejects.toThrow('the worker has ended')
  await expect(counter.total()).rejects.toThrow('the worker has ended')
})

test('a key that works once works once, whichever process is asked', async () => {
  const key = new OwnOneTimeKey('the key of the terminal')
  const keys = Array.from({ length: 2 }, () => {
    const [atOwner, atWorker] = channelPair()
    new Peer(atOwner).serve('key', key)
    return new Peer(atWorker).remote<OneTimeKey>('key')
  })
  const tries = ['another key', 'the key of the terminal', 'the key of the terminal', 'the key of the terminal']
  const isUsed = tries.map(async (given, index) => await (keys[index % 2] as OneTimeKey).use(given))
  expect(await Promise.all(isUsed)).toEqual([false, true, false, false])
})

test('a remote port is no promise: it can be returned from an async function', async () => {
  const { counter } = counting()
  expect(await Promise.resolve(counter)).toBe(counter)
})
