import type { SessionHost } from '@guestwall/client/host'
import { aMessage } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { giveBack, takenWith } from './give-back.ts'

const message = (eventId: number, over = {}) => ({ ...aMessage(eventId), guestId: 'g1', ...over })

/** The calls that it gets, in words. */
function recorder(): { readonly host: SessionHost; readonly calls: string[] } {
  const calls: string[] = []
  const host = {
    actOnMessages: async (ids: readonly string[], act: string) => {
      calls.push(`${act} ${ids.length}`)
      return await Promise.resolve([])
    },
    actOnMessage: async (id: string, act: string) => {
      calls.push(`${act} ${id}`)
      return await Promise.resolve(message(1))
    },
  }
  return { host: host as unknown as SessionHost, calls }
}

describe('[H4] the undo of a ban', () => {
  it('is about the messages of that guest that were on the wall or waited', () => {
    const all = [
      message(1),
      message(2, { status: 'pending' }),
      message(3, { status: 'rejected' }),
      message(4, { status: 'removed' }),
      message(5, { guestId: 'g2' }),
    ]
    expect(takenWith('g1', all).map(({ eventId }) => eventId)).toEqual([1, 2])
  })

  it('gives each the status and the pin that it had, a hundred at once', async () => {
    const { host, calls } = recorder()
    const shown = Array.from({ length: 130 }, (_, at) => message(at + 1, { status: 'shown' }))
    await giveBack(host, [...shown, message(200, { status: 'pending' }), message(201, { id: 'top', status: 'shown', pinned: true })])
    expect(calls).toEqual(['restore 100', 'restore 31', 'hold 1', 'pin top'])
  })
})
