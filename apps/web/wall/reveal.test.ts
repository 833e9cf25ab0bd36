import { expect, test } from 'vitest'
import { layoutChoice, revealMs, type RevealsSeen, seeReveal } from './reveal.ts'

const MESSAGES = { layout: 'masonry' } as const
const NONE: RevealsSeen = { over: null, choice: layoutChoice(MESSAGES, 'idle') }

const options = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `o${at}`, label: `${at}` }))

test('[P5] revealed results stay until each option was seen and the whole was read, and no longer than twenty seconds', () => {
  expect([2, 3, 6].map((count) => revealMs({ options: options(count) }))).toEqual([9_600, 10_400, 12_800])
  expect(revealMs({ options: options(20) })).toBe(20_000)
})

test('[P5] a reveal is an event once: not on a screen that is held, not after that, and again when the results were hidden in between', () => {
  const over = (...steps: readonly (readonly [revealedId: string | null, isHeld: boolean])[]) =>
    steps.reduce((seen, [revealedId, isHeld]) => seeReveal(seen, { revealedId, isHeld, choice: NONE.choice }), NONE).over
  expect(over(['one', false])).toBeNull()
  expect(over(['one', true], ['one', false])).toBe('one')
  expect(over(['one', true], [null, false], ['one', false])).toBeNull()
  expect(over(['one', true], ['two', false])).toBe('one')
})

test.each([
  ['another layout', layoutChoice({ layout: 'danmaku' }, 'idle')],
  ['the layout of the session', layoutChoice({ layout: null }, 'idle')],
  ['the layout that the event covers, again', layoutChoice({ ...MESSAGES, layoutAt: 7 }, 'idle')],
])('[P3] [P5] a host who chooses %s ends the event at once, and the next reveal is one again', (_, choice) => {
  const first = seeReveal(NONE, { revealedId: 'one', isHeld: false, choice: NONE.choice })
  const chosen = seeReveal(first, { revealedId: 'one', isHeld: false, choice })
  expect([first.over, chosen]).toEqual([null, { over: 'one', choice }])
  expect(seeReveal(chosen, { revealedId: 'two', isHeld: false, choice })).toBe(chosen)
})
