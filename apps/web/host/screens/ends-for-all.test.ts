import { expect, it } from 'vitest'
import { endsForAll } from './ends-for-all.ts'

const large = (id: string) => ({ spotlight: { id, eventId: 1 } })
const NONE = { spotlight: null }

it('a message that was enlarged for all leaves them all with one act on any screen; one of a single screen leaves that one', () => {
  expect(endsForAll({ spotlight: null }, large('a'), large('a'))).toBe(true)
  expect(endsForAll({ spotlight: null }, large('b'), large('a'))).toBe(false)
  expect(endsForAll({ spotlight: null }, large('b'), NONE)).toBe(false)
  expect(endsForAll({ spotlight: 'c' }, large('a'), large('a'))).toBe(false)
  expect(endsForAll({ isPaused: true }, large('a'), large('a'))).toBe(false)
})
