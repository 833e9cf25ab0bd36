import type { WallEvent } from '@guestwall/protocol'
import { aMessage } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { type NotShown, notShownAfter } from './not-shown.ts'

const own = (id: string) => id === 'm1' || id === 'm2'
const left = (type: 'message.rejected' | 'message.removed', id: string, wasShown: boolean) =>
  ({ type, data: { id, wasShown } }) as WallEvent
const shown = (eventId: number) => ({ type: 'message.shown', data: aMessage(eventId) }) as WallEvent
const after = (...events: WallEvent[]) => [...events.reduce<NotShown>((known, event) => notShownAfter(known, event, own), new Set())]

describe('[MOD-5] a message of one’s own that a host rejects or removes', () => {
  it('is told once, whether it waited or was on the wall', () => {
    const rejected = left('message.rejected', 'm1', false)
    expect(after(rejected, left('message.removed', 'm1', false), left('message.removed', 'm2', true))).toEqual(['m1', 'm2'])
  })

  it('is not told any more when it is on the wall after all', () => {
    expect(after(left('message.rejected', 'm1', true), left('message.rejected', 'm2', true), shown(1))).toEqual(['m2'])
  })

  it('is not told while it waits again, because the host took an approval back', () => {
    const held = { type: 'message.held', data: aMessage(1, { status: 'pending' }) } as WallEvent
    expect(after(left('message.rejected', 'm1', true), held)).toEqual([])
  })

  it('is not told when a rehearsal ends: what it erases was not refused, nor is what was refused in it told any longer', () => {
    const erased = (id: string) => ({ type: 'message.removed', data: { id, wasShown: true, nameErased: true } }) as WallEvent
    expect(after(erased('m1'), erased('m2'))).toEqual([])
    expect(after(left('message.rejected', 'm1', true), left('message.removed', 'm2', true), erased('m1'))).toEqual(['m2'])
  })

  it('is told to its author alone', () => {
    expect(after(left('message.removed', 'm3', true), shown(3))).toEqual([])
  })
})
