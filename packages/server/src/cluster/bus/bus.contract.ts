import type { WallMessage } from '@guestwall/protocol'
import { aScreenReport } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { LogEvent, LogSlice } from '../../domain/log-event.ts'
import type { PageReport } from '../../domain/page-report.ts'
import type { Bus } from './bus.ts'

const AT = '2026-11-22T10:00:00.000Z'
let lastSession = 0

/** Resolves once the condition holds; the test's own limit ends the waiting. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
}

export function slice(from: number, to: number, type: 'message.created' | 'message.removed' = 'message.created'): LogSlice {
  const events = Array.from({ length: to - from }, (_, index): LogEvent => {
    const id = from + index + 1
    const event: LogEvent['event'] =
      type === 'message.removed' ? { id, type, at: AT, data: { id: `m${id}`, wasShown: true } } : { id, type, at: AT, data: messageOf(id) }
    return { audience: 'everyone', event }
  })
  return { epoch: 'e', from, to, events }
}

function messageOf(eventId: number): WallMessage {
  const guest = { guestId: 'g1', guestName: '小明' }
  const state = { status: 'shown', pinned: false, createdAt: AT } as const
  return { ...guest, ...state, id: `m${eventId}`, content: `wish ${eventId}`, eventId, key: `key-of-wish-${eventId}` }
}

/** The rules of every bus. `open` gives two servers' ends of one bus: the same one where there is only one server. */
export function busContract(name: string, open: () => Promise<{ here: Bus; there: Bus }>): void {
  describe(`${name} as a bus`, () => {
    const start = async () => {
      const sessionId = `session-${(lastSession += 1)}`
      const ends = await open()
      const received: LogSlice[] = []
      ends.there.onSlice((id, got) => {
        if (id === sessionId) received.push(got)
      })
      return { ...ends, sessionId, received }
    }

    test('a server that follows a session receives its commits, with their events', async () => {
      const { here, there, sessionId, received } = await start()
      await there.follow(sessionId)
      here.publish(sessionId, slice(0, 2))
      here.publish(sessionId, slice(2, 3))
      await until(() => received.length === 2)
      expect(received).toEqual([slice(0, 2), slice(2, 3)])
    })

    test('a server receives its own commits at once', async () => {
      const { here, sessionId } = await start()
      const received: LogSlice[] = []
      here.onSlice((id, got) => {
        if (id === sessionId) received.push(got)
      })
      here.publish(sessionId, slice(0, 1))
      expect(received).toEqual([slice(0, 1)])
    })

    test('[SCREEN-4] a report of a screen reaches the servers that follow the session, this one at once', async () => {
      const { here, there, sessionId } = await start()
      const [sent, received]: [PageReport[], PageReport[]] = [[], []]
      const report: PageReport = { screenId: 'hall', page: 'p1', report: aScreenReport({ cards: ['m1 0 0 1 1'] }) }
      here.onReport((_, got) => sent.push(got))
      there.onReport((id, got) => id === sessionId && received.push(got))
      await there.follow(sessionId)
      here.publishReport(sessionId, report)
      expect(sent).toEqual([report])
      await until(() => received.length === 1)
      expect(received).toEqual([report])
    })

    test('sessions do not mix', async () => {
      const { here, there, sessionId, received } = await start()
      await there.follow(sessionId)
      here.publish(`${sessionId}-other`, slice(0, 1))
      here.publish(sessionId, slice(0, 1))
      await until(() => received.length > 0)
      expect(received).toHaveLength(1)
    })
  })
}
