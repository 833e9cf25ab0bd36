import { expect, test } from 'vitest'
import { revealMs } from './reveal.ts'

const options = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `o${at}`, label: `${at}` }))

test('[P5] revealed results stay until each option was seen and the whole was read, and no longer than twenty seconds', () => {
  expect([2, 3, 6].map((count) => revealMs({ options: options(count) }))).toEqual([9_600, 10_400, 12_800])
  expect(revealMs({ options: options(20) })).toBe(20_000)
})
