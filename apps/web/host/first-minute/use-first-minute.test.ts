import { expect, test } from 'vitest'
import { beginning } from './use-first-minute.ts'

test('[H1] the first minute is for a host whose wall has no message; a helper, a wall in use and an ended one go without it', () => {
  const opening = { state: 'open', isHost: true, hasMessages: false } as const
  expect(beginning(opening)).toBe('on')
  expect(beginning({ ...opening, state: 'scheduled' })).toBe('on')
  expect(beginning({ ...opening, isHost: false })).toBe('over')
  expect(beginning({ ...opening, hasMessages: true })).toBe('over')
  expect(beginning({ ...opening, state: 'ended' })).toBe('over')
})
