import { expect, test } from 'vitest'
import { Emitter } from './signal.ts'

test('a signal calls its listeners at once, in the order in which they subscribed, until they unsubscribe', () => {
  const emitter = new Emitter<number>()
  const calls: string[] = []
  const unsubscribe = emitter.on((value) => calls.push(`first ${value}`))
  emitter.on((value) => calls.push(`second ${value}`))
  emitter.emit(1)
  unsubscribe()
  emitter.emit(2)
  expect(calls).toEqual(['first 1', 'second 1', 'second 2'])
})
