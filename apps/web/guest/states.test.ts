import { describe, expect, it, test } from 'vitest'
import { closingOf, emptyText, leavesRoom } from './closing.ts'
import { changeToTell } from './delivery-changes.ts'

const open = { state: 'connected', closedReason: null } as const

describe('[G10] the notice in place of the composer', () => {
  it('is absent while the wall accepts messages', () => {
    expect(closingOf(open, { state: 'open', moderation: 'approve' })).toBeNull()
    expect(closingOf({ state: 'reconnecting', closedReason: null }, { state: 'open' })).toBeNull()
  })

  it('[LIFE-3] is absent in a rehearsal, which is like the real thing', () => {
    expect(closingOf(open, { state: 'rehearsing' })).toBeNull()
  })

  it('differs for each reason that the wall accepts no messages', () => {
    expect(closingOf(open, { state: 'scheduled' })).toBe('notStarted')
    expect(closingOf(open, { state: 'paused' })).toBe('paused')
    expect(closingOf(open, { state: 'ended' })).toBe('ended')
    expect(closingOf(open, { state: 'open', moderation: 'closed' })).toBe('wallClosed')
    expect(closingOf({ state: 'closed', closedReason: 'removed' }, { state: 'ended' })).toBe('removed')
    expect(closingOf({ state: 'closed', closedReason: 'local' }, { state: 'open' })).toBeNull()
  })
})

test('[G10] an empty wall asks for the first wish only while one can be written', () => {
  expect(emptyText('Write the first wish', null)).toBe('Write the first wish')
  for (const closing of ['notStarted', 'paused', 'wallClosed'] as const) expect(emptyText('Write the first wish', closing)).toBe('')
})

describe('[DEL-2] [G1] the room is left', () => {
  it('for the form of the name, and when the wall is deleted: nothing of it stays on the phone', () => {
    expect(['name_reserved', 'name_invalid', 'session_not_found'].map(leavesRoom)).toEqual([true, true, true])
  })

  it('for nothing else, which is said in the room', () => {
    expect([null, 'local', 'removed', 'replaced', 'unauthorised', 'session_ended'].map(leavesRoom)).toEqual(Array(6).fill(false))
  })
})

describe('a screen reader announces one’s own messages', () => {
  it('each change once', () => {
    expect(changeToTell(new Map([['a', 'sending']]), new Map([['a', 'shown']]))).toEqual({ key: 'a', state: 'shown' })
    expect(changeToTell(new Map([['a', 'shown']]), new Map([['a', 'shown']]))).toBeNull()
    expect(changeToTell(new Map([['a', 'sending']]), new Map([['a', 'failed']]))).toEqual({ key: 'a', state: 'failed' })
  })

  it('that the hall sees it now, and not that it left the screen again', () => {
    expect(changeToTell(new Map([['a', 'shown']]), new Map([['a', 'showing']]))).toEqual({ key: 'a', state: 'showing' })
    expect(changeToTell(new Map([['a', 'showing']]), new Map([['a', 'shown']]))).toBeNull()
  })

  it('no short-lived state and no state from before the page opened', () => {
    expect(changeToTell(new Map([['a', 'sending']]), new Map([['a', 'delivered']]))).toBeNull()
    expect(changeToTell(new Map(), new Map([['a', 'shown']]))).toBeNull()
  })
})
