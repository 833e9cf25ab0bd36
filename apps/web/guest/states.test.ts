import { describe, expect, it } from 'vitest'
import { closingOf } from './closing.ts'
import { changeToTell } from './delivery-changes.ts'

const open = { state: 'connected', closedReason: null } as const

describe('[G10] what stands in place of the composer', () => {
  it('nothing while the wall takes messages', () => {
    expect(closingOf(open, { state: 'open', moderation: 'approve' })).toBeNull()
    expect(closingOf({ state: 'reconnecting', closedReason: null }, { state: 'open' })).toBeNull()
  })

  it('each end has its own', () => {
    expect(closingOf(open, { state: 'scheduled' })).toBe('notStarted')
    expect(closingOf(open, { state: 'ended' })).toBe('ended')
    expect(closingOf(open, { state: 'open', moderation: 'closed' })).toBe('wallClosed')
    expect(closingOf({ state: 'closed', closedReason: 'removed' }, { state: 'ended' })).toBe('removed')
    expect(closingOf({ state: 'closed', closedReason: 'local' }, { state: 'open' })).toBeNull()
  })
})

describe('what a screen reader says of one’s own messages', () => {
  it('the change, once', () => {
    expect(changeToTell(new Map([['a', 'sending']]), new Map([['a', 'shown']]))).toBe('shown')
    expect(changeToTell(new Map([['a', 'shown']]), new Map([['a', 'shown']]))).toBeNull()
    expect(changeToTell(new Map([['a', 'sending']]), new Map([['a', 'failed']]))).toBe('failed')
  })

  it('neither what passes in a moment nor what was there before', () => {
    expect(changeToTell(new Map([['a', 'sending']]), new Map([['a', 'delivered']]))).toBeNull()
    expect(changeToTell(new Map(), new Map([['a', 'shown']]))).toBeNull()
  })
})
