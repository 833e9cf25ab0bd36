import type { HostMessage, MessageStatus } from '@guestwall/protocol'
import { aMessage } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import { type MessageAct, startOf, statusAfter, undoOf } from './message-act.ts'

const is = (status: MessageStatus, pinned = false): HostMessage => ({ ...aMessage(1), status, pinned })

describe('[MOD-10] the undo of an act', () => {
  test.each([
    ['approve', 'pending', 'hold'],
    ['approveAndPin', 'pending', 'hold'],
    ['reject', 'pending', 'hold'],
    ['reject', 'shown', 'restore'],
    ['reject', 'private', 'keepPrivate'],
    ['keepPrivate', 'rejected', 'reject'],
    ['restore', 'rejected', 'reject'],
    ['hold', 'rejected', 'reject'],
    ['hold', 'shown', 'approve'],
    ['pin', 'shown', 'unpin'],
    ['unpin', 'shown', 'pin'],
  ] as const)('%s of a message that was %s is %s: the message has its status again', (act: MessageAct, before, undo) => {
    expect(undoOf(act, is(before))).toBe(undo)
    expect(statusAfter(undo)).toBe(before)
  })

  test('names the wall as the status from which it starts, where the act had put the message there', () => {
    expect(startOf('hold', is('shown'))).toEqual({ from: 'shown' })
    expect(startOf('hold', is('rejected'))).toEqual({})
    expect(startOf('reject', is('shown'))).toEqual({ from: 'shown' })
  })
})
