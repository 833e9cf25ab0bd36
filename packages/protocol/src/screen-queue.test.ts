import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { MAX_QUEUE_CHARS } from './limits.ts'
import { ScreenReportSchema } from './screen.ts'
import { decodeQueue, encodeQueue } from './screen-queue.ts'
import { aScreenReport } from './testing/builders.ts'

test('[SCREEN-4] a queue is read as it was written, in any order, and a report takes it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 50 }), { maxLength: 60 }), (ids) => {
      const queue = encodeQueue(ids)
      expect(decodeQueue(queue)).toEqual(ids)
      expect(v.is(ScreenReportSchema, aScreenReport({ queue }))).toBe(true)
    }),
    { seed: 17 },
  )
})

test('[SCREEN-4] of a long queue a report has the first ones, whole', () => {
  const ids = Array.from({ length: 5_000 }, (_, at) => 1_000 + 2 * at)
  const queue = encodeQueue(ids)
  expect(queue.length).toBeLessThanOrEqual(MAX_QUEUE_CHARS)
  const read = decodeQueue(queue)
  expect(read.length).toBeGreaterThan(800)
  expect(read).toEqual(ids.slice(0, read.length))
})
