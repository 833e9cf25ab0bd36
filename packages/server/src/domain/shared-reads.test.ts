import { expect, test } from 'vitest'
import { SharedReads } from './shared-reads.ts'

/** A store whose reads end when the test says so: each shows the text that stood there when it began. */
class Shelf {
  text = 'first'
  readonly ends: (() => void)[] = []
  readonly read = async (): Promise<string> => {
    const { text } = this
    await new Promise<void>((resolve) => this.ends.push(resolve))
    return text
  }
}

const settled = () => new Promise(setImmediate)

test('[MOD-3] a caller never gets a read that began before its call', async () => {
  const shelf = new Shelf()
  const reads = new SharedReads<string, string>()
  const early = reads.run('page', shelf.read)
  await settled()
  shelf.text = 'second'
  const late = [reads.run('page', shelf.read), reads.run('page', shelf.read)]
  shelf.ends[0]?.()
  expect(await early).toBe('first')
  await settled()
  shelf.ends[1]?.()
  expect(await Promise.all(late)).toEqual(['second', 'second'])
  // The two late callers shared one.
  expect(shelf.ends).toHaveLength(2)
})

test('callers at the same time share a read; other keys do not wait', async () => {
  const shelf = new Shelf()
  const reads = new SharedReads<number, string>()
  const same = Array.from({ length: 50 }, () => reads.run(1, shelf.read))
  const other = reads.run(2, shelf.read)
  await settled()
  expect(shelf.ends).toHaveLength(2)
  for (const end of shelf.ends) end()
  expect(new Set([...(await Promise.all(same)), await other])).toEqual(new Set(['first']))
})

test('a read that fails is its callers’ error, and the next one begins anew', async () => {
  const reads = new SharedReads<string, string>()
  const failing = reads.run('page', () => Promise.reject(new Error('away'))).catch((error: unknown) => String(error))
  await Promise.resolve()
  expect(await reads.run('page', () => Promise.resolve('back'))).toBe('back')
  expect(await failing).toBe('Error: away')
})
