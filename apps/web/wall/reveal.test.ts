import { expect, test } from 'vitest'
import { overReveal, revealMs } from './reveal.ts'

const options = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `o${at}`, label: `${at}` }))

test('[P5] revealed results stay until each option was seen and the whole was read, and no longer than twenty seconds', () => {
  expect([2, 3, 6].map((count) => revealMs({ options: options(count) }))).toEqual([9_600, 10_400, 12_800])
  expect(revealMs({ options: options(20) })).toBe(20_000)
})

test('[P5] a reveal is an event once: not on a screen that is held, not after that, and again when the results were hidden in between', () => {
  const seen = (...steps: readonly (readonly [revealedId: string | null, isHeld: boolean])[]) =>
    steps.reduce<string | null>((over, [revealedId, isHeld]) => overReveal(over, revealedId, isHeld), null)
  expect(seen(['one', false])).toBeNull()
  expect(seen(['one', true], ['one', false])).toBe('one')
  expect(seen(['one', true], [null, false], ['one', false])).toBeNull()
  expect(seen(['one', true], ['two', false])).toBe('one')
})
