import { expect, test } from 'vitest'
import { WorkQueue } from './work-queue.ts'

function work() {
  const begun: number[] = []
  const ends: (() => void)[] = []
  const one = (id: number) => () => {
    begun.push(id)
    return new Promise<number>((resolve) => ends.push(() => resolve(id)))
  }
  return { begun, one, endNext: () => ends.shift()?.() }
}

test('so many work at once, the others in their order, and beyond the line nothing is done', async () => {
  const { begun, one, endNext } = work()
  const queue = new WorkQueue({ atWork: 2, inLine: 2 })
  const running = [1, 2, 3, 4].map((id) => queue.run(one(id)))
  expect(await queue.run(one(5))).toBeNull()
  expect(begun).toEqual([1, 2])
  endNext()
  expect(await running[0]).toBe(1)
  expect(begun).toEqual([1, 2, 3])
  endNext()
  endNext()
  await running[1]
  endNext()
  expect(await Promise.all(running)).toEqual([1, 2, 3, 4])
})

test('work that fails gives its place to the next', async () => {
  const queue = new WorkQueue({ atWork: 1, inLine: 1 })
  const failing = queue.run(() => Promise.reject(new Error('a fault')))
  const next = queue.run(() => Promise.resolve('done'))
  await expect(failing).rejects.toThrow('a fault')
  expect(await next).toBe('done')
})
