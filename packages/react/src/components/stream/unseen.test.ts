import type { ViewMessage } from '@guestwall/client'
import { describe, expect, it } from 'vitest'
import { countUnseen, newestEventId, newestUnsent } from './unseen.ts'

const entry = (eventId: number, more: Partial<ViewMessage> = {}) =>
  ({ viewKey: `m${eventId}`, isMine: false, delivery: null, message: { eventId }, ...more }) as ViewMessage
const unsent = entry(Number.MAX_SAFE_INTEGER, { isMine: true, delivery: 'sending' })

describe('messages that arrive while the guest reads further up', () => {
  it('are counted after the last one seen, without one’s own', () => {
    expect(countUnseen([entry(1), entry(2), entry(3, { isMine: true, delivery: 'shown' }), entry(4), unsent], 1)).toBe(2)
  })

  it('are counted correctly when the last seen message was removed', () => {
    expect(countUnseen([entry(1), entry(5), entry(6)], 4)).toBe(2)
  })

  it('the count starts from the newest message in the log, never from an unsent one', () => {
    expect(newestEventId([entry(1), entry(7), unsent])).toBe(7)
    expect(newestEventId([])).toBe(0)
  })
})

it('[SEND-4] the list comes to its end when one’s own message is sent, and again when it is refused: nothing lies over the reason', () => {
  const refused = { ...unsent, delivery: 'failed' } as ViewMessage
  const told = [[entry(1)], [entry(1), unsent], [entry(1), unsent], [entry(1), refused]].map(newestUnsent)
  expect(told.filter((each, at) => each !== told[at - 1])).toHaveLength(2)
})
