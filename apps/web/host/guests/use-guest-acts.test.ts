import { expect, test } from 'vitest'
import type { HostActs } from '../host-acts.ts'
import { type DoneGuestAct, offerOf, wasLate } from './use-guest-acts.ts'

const ME = { id: 'me', name: '我' }
const LILY = { id: 'lily', name: '小雨' }

test('[MOD-4] of two hosts who mute a guest, the second one is told who was first and gets no undo of it', () => {
  expect([wasLate({ by: LILY }, ME.id), wasLate({ by: ME }, ME.id), wasLate({ by: null }, ME.id)]).toEqual([true, false, false])
})

test('[MOD-4] the undo of an act on a guest is over once another host has acted on that guest', () => {
  const done: DoneGuestAct = {
    guest: { id: 'g1', name: '大刘' },
    act: 'remove',
    taken: [],
    untilMs: 0,
    press: { target: 'guest g1', sinceId: 6 },
  }
  const act = (target: string, by: typeof ME, eventId: number) => ({ target, by, eventId })
  const offer = (...acts: HostActs) => offerOf(done, { acts, ownId: ME.id })
  expect(offer(act('guest g1', ME, 7), act('guest g2', LILY, 8))).toBe(done)
  expect(offer(act('guest g1', ME, 7), act('guest g1', LILY, 8))).toBeNull()
})
