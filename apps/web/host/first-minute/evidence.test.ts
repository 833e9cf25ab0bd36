import type { Credential, HostMessage, HostScreen } from '@guestwall/protocol'
import { aKnownGuest, aMessage } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { EMPTY_QUEUE, reduceQueue } from '../queue/queue-state.ts'
import { firstGuest, firstMessage, firstScreen } from './evidence.ts'

const at = (second: number) => `2026-11-22T11:02:0${second}.000Z`

test('[H1] the evidence of a phone is the guest who came first', () => {
  const guest = (name: string, firstSeenAt: string) => ({ ...aKnownGuest({ name, firstSeenAt }), isOnline: true, messages: 0 })
  expect(firstGuest([])).toBeNull()
  expect(firstGuest([guest('later', at(5)), guest('first', at(2)), guest('last', at(7))])).toEqual({ name: 'first', at: at(2) })
})

test('[H1] the evidence of a screen is the first use of a credential for screens, not that one exists', () => {
  const credential = (role: Credential['role'], lastUsedAt: string | null): Credential => ({
    id: 'c1',
    name: 'Screen',
    role,
    createdAt: at(0),
    lastUsedAt,
    revokedAt: null,
  })
  expect(firstScreen([credential('wall', null), credential('host', at(1)), credential('moderator', at(2))], [], at(9))).toBeNull()
  expect(firstScreen([credential('wall', at(5)), credential('wall', at(3))], [], at(9))).toEqual({ at: at(3) })
})

test('[H1] a screen that reports is open, also one whose credential is in no list, such as that of an earlier version', () => {
  const screen = (pages: number): HostScreen =>
    ({ id: 'c9', name: 'Hall', pages: Array.from({ length: pages }, () => ({})) }) as unknown as HostScreen
  expect(firstScreen([], [screen(0)], at(9))).toBeNull()
  expect(firstScreen([], [screen(0), screen(1)], at(9))).toEqual({ at: at(9) })
})

test('[H1] the evidence of a message is that it is on the wall: one that waits is none, and an approved one counts from its approval', () => {
  const learn = (messages: readonly HostMessage[]) => reduceQueue(EMPTY_QUEUE, { type: 'answers', messages, nowMs: 0 })
  const waiting: HostMessage = { ...aMessage(1, { createdAt: at(1) }), status: 'pending' }
  expect(firstMessage(learn([waiting]))).toBeNull()
  const shown = aMessage(2, { guestName: 'Lily', createdAt: at(6) })
  const approved: HostMessage = { ...waiting, guestName: 'Ana', status: 'shown', decided: { by: { id: 'h1', name: 'Host' }, at: at(5) } }
  expect(firstMessage(learn([shown]))).toEqual({ name: 'Lily', at: at(6) })
  expect(firstMessage(learn([shown, approved]))).toEqual({ name: 'Ana', at: at(5) })
})
