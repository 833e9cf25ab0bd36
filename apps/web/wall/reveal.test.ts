import { expect, test } from 'vitest'
import { revealMs, type RevealsSeen, seeReveal } from './reveal.ts'

const NONE: RevealsSeen = { over: null, layout: 'masonry' }

const options = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `o${at}`, label: `${at}` }))

test('[P5] revealed results stay until each option was seen and the whole was read, and no longer than twenty seconds', () => {
  expect([2, 3, 6].map((count) => revealMs({ options: options(count) }))).toEqual([9_600, 10_400, 12_800])
  expect(revealMs({ options: options(20) })).toBe(20_000)
})

test('[P5] a reveal is an event once: not on a screen that is held, not after that, and again when the results were hidden in between', () => {
  const over = (...steps: readonly (readonly [revealedId: string | null, isHeld: boolean])[]) =>
    steps.reduce((seen, [revealedId, isHeld]) => seeReveal(seen, { revealedId, isHeld, layout: 'masonry' }), NONE).over
  expect(over(['one', false])).toBeNull()
  expect(over(['one', true], ['one', false])).toBe('one')
  expect(over(['one', true], [null, false], ['one', false])).toBeNull()
  expect(over(['one', true], ['two', false])).toBe('one')
})

test('[P3] [P5] a host who chooses a layout ends the event at once, and the next reveal is one again', () => {
  const first = seeReveal(NONE, { revealedId: 'one', isHeld: false, layout: 'masonry' })
  const chosen = seeReveal(first, { revealedId: 'one', isHeld: false, layout: 'danmaku' })
  expect([first.over, chosen]).toEqual([null, { over: 'one', layout: 'danmaku' }])
  const next = { revealedId: 'two', isHeld: false, layout: 'danmaku' } as const
  expect(seeReveal(chosen, next)).toBe(chosen)
})
