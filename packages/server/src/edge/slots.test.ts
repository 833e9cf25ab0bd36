import { expect, test } from 'vitest'
import { Slots } from './slots.ts'

test('the holders of a key are counted, and the one that came first is the oldest until it is released', () => {
  const slots = new Slots<{ name: string }>()
  const [first, second, third] = [{ name: 'first' }, { name: 'second' }, { name: 'third' }]
  const seen = () => [slots.count('key'), slots.oldest('key')?.name]
  expect(seen()).toEqual([0, undefined])
  slots.acquire('key', first)
  expect(seen()).toEqual([1, 'first'])
  slots.acquire('key', second)
  slots.acquire('key', third)
  expect(seen()).toEqual([3, 'first'])
  slots.release('key', first)
  slots.release('key', first)
  expect(seen()).toEqual([2, 'second'])
  slots.release('key', second)
  slots.release('key', third)
  expect(seen()).toEqual([0, undefined])
})

test('a holder without a slot releases nobody', () => {
  const slots = new Slots<object>()
  slots.acquire('key', {})
  slots.release('key', {})
  slots.release('another', {})
  expect(slots.count('key')).toBe(1)
})
