import { expect, it } from 'vitest'
import { ReadsAtOnce } from './reads-at-once.ts'

it('runs a limited number of reads at one time and the others in order, whatever the result of each', async () => {
  const reads = new ReadsAtOnce(2)
  const ends: (() => void)[] = []
  const begun: number[] = []
  const results = Array.from({ length: 5 }, (_, at) =>
    reads.run(() => {
      begun.push(at)
      return new Promise<void>((resolve, reject) => ends.push(at === 1 ? () => reject(new Error('the store is away')) : resolve))
    }),
  )
  const settled = Promise.allSettled(results)
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  await turn()
  expect(begun).toEqual([0, 1])
  ends[1]?.()
  await turn()
  expect(begun).toEqual([0, 1, 2])
  for (let at = 0; at < 5; at += 1) {
    ends[at]?.()
    await turn()
  }
  expect(begun).toEqual([0, 1, 2, 3, 4])
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
})
