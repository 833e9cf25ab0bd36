import type { WallMessage } from '@guestwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyWall } from '../testing/fake-server.ts'
import {
  acknowledge,
  addEntry,
  adoptEntry,
  dropMessage,
  EMPTY_OUTBOX,
  KEEP_PENDING_MS,
  leaveUnanswered,
  liftPause,
  markSent,
  markStored,
  nextOrder,
  nextTurn,
  OTHER_TAB_GRACE_MS,
  type Outbox,
  type OutboxEntry,
  prune,
  queuedEntries,
  refuse,
  REOFFER_MS,
  reoffer,
  restoreEntries,
} from './outbox.ts'

const AT = '2026-11-22T10:00:00.000Z'
const LATER = { code: 'rate_limited', message: '', retryable: true, retryAfterMs: 1_000 }
const NEVER = { code: 'muted', message: '', retryable: false }

function entryOf(key: string, order: number): OutboxEntry {
  return { kind: 'sendMessage', key, order, createdAt: AT, content: key, guestName: '小明', progress: { kind: 'queued' } }
}

function messageOf(key: string, eventId: number, status: WallMessage['status'] = 'shown'): WallMessage {
  return { id: `m-${key}`, guestId: 'me', guestName: '小明', content: key, status, pinned: false, createdAt: AT, eventId, key }
}

const holding = (...keys: string[]) => restoreEntries(EMPTY_OUTBOX, keys.map(entryOf))
const keyToSend = (outbox: Outbox, nowMs = 0) => {
  const turn = nextTurn(outbox, nowMs)
  return turn.kind === 'send' ? turn.entry.key : turn
}

describe('order', () => {
  it('[SEND-6] nothing is sent before it is stored, and nothing overtakes it', () => {
    const outbox = addEntry(addEntry(EMPTY_OUTBOX, entryOf('a', 1)), entryOf('b', 2))
    expect(nextTurn(markStored(outbox, 'b'), 0)).toEqual({ kind: 'idle' })
    expect(keyToSend(markStored(outbox, 'a'))).toBe('a')
  })

  it('[SEND-5] one is under way at a time', () => {
    const outbox = markSent(holding('a', 'b'), 'a')
    expect(nextTurn(outbox, 0)).toEqual({ kind: 'idle' })
    expect(keyToSend(acknowledge(outbox, messageOf('a', 1), 'e', 0))).toBe('b')
  })

  it('[SEND-5] the order does not depend on the clock', () => {
    const outbox = holding('a', 'b', 'c')
    expect(nextOrder(outbox, -5)).toBe(3)
    expect(nextOrder(outbox, 500)).toBe(500)
  })

  it('[SEND-1] the first try without an answer is repeated at once, later ones wait', () => {
    const once = leaveUnanswered(markSent(holding('a'), 'a'), 'a', 0, 0)
    expect(keyToSend(once)).toBe('a')
    const twice = leaveUnanswered(markSent(once, 'a'), 'a', 0, 0)
    expect(nextTurn(twice, 0)).toEqual({ kind: 'wait', untilMs: 500 })
    expect(keyToSend(liftPause(twice))).toBe('a')
  })

  it('[SEND-4] a sign of life does not lift what the server asked for', () => {
    const refused = refuse(markSent(holding('a', 'b'), 'a'), 'a', LATER, 0, 0)
    expect(nextTurn(liftPause(refused), 0)).toEqual({ kind: 'wait', untilMs: 1_000 })
    expect(keyToSend(refused, 1_000)).toBe('a')
  })

  it('[SEND-4] a final refusal leaves the queue and blocks nothing', () => {
    const refused = refuse(markSent(holding('a', 'b'), 'a'), 'a', NEVER, 0, 0)
    expect(refused.entries[0]?.progress).toEqual({ kind: 'failed', refusal: NEVER })
    expect(keyToSend(refused)).toBe('b')
  })

  it('[SEND-4] a late refusal does not undo what the event settled', () => {
    const settled = acknowledge(markSent(holding('a'), 'a'), messageOf('a', 1), 'e', 0)
    expect(refuse(settled, 'a', NEVER, 0, 0).entries[0]?.progress.kind).toBe('acknowledged')
  })
})

describe('several tabs', () => {
  it("[SEND-6] another tab's entry is left to it for a while, and does not block", () => {
    const outbox = adoptEntry(holding('b'), entryOf('a', -1), 0)
    expect(keyToSend(outbox)).toBe('b')
    const alone = acknowledge(outbox, messageOf('b', 1), 'e', 0)
    expect(nextTurn(alone, 0)).toEqual({ kind: 'wait', untilMs: OTHER_TAB_GRACE_MS })
    expect(keyToSend(alone, OTHER_TAB_GRACE_MS)).toBe('a')
  })

  it('[SEND-6] what another tab settled is settled here; what is settled here stays so', () => {
    const done: OutboxEntry = { ...entryOf('a', 0), progress: { kind: 'acknowledged', message: messageOf('a', 1), epoch: 'e', atMs: 0 } }
    expect(queuedEntries(adoptEntry(holding('a'), done, 0))).toEqual([])
    expect(queuedEntries(adoptEntry(restoreEntries(EMPTY_OUTBOX, [done]), entryOf('a', 0), 0))).toEqual([])
  })
})

describe('after the acknowledgement', () => {
  const acknowledged = (status: WallMessage['status'] = 'shown') => acknowledge(holding('a'), messageOf('a', 1, status), 'e', 0)

  it('[LOG-4] what another epoch lacks is offered again for ten minutes, under its key', () => {
    expect(keyToSend(reoffer(acknowledged(), emptyWall(), 'f', REOFFER_MS))).toBe('a')
    expect(queuedEntries(reoffer(acknowledged(), emptyWall(), 'f', REOFFER_MS + 1))).toEqual([])
    expect(queuedEntries(reoffer(acknowledged(), emptyWall(), 'e', 0))).toEqual([])
    const wall = { ...emptyWall(), messages: [messageOf('a', 7)] }
    expect(queuedEntries(reoffer(acknowledged(), wall, 'f', 0))).toEqual([])
  })

  it("[LOG-4] another guest's copy of a public key does not pass as ours", () => {
    const wall = { ...emptyWall(), messages: [{ ...messageOf('a', 7), guestId: 'thief' }] }
    expect(keyToSend(reoffer(acknowledged(), wall, 'f', 0))).toBe('a')
    expect(acknowledge(acknowledged(), { ...messageOf('a', 7), guestId: 'thief' }, 'e', 0)).toEqual(acknowledged())
  })

  it('[LOG-5] a removed or rejected message is forgotten', () => {
    expect(dropMessage(acknowledged('pending'), 'm-a').entries).toEqual([])
    expect(acknowledge(holding('a'), messageOf('a', 1, 'removed'), 'e', 0).entries).toEqual([])
  })

  it('[SEND-3] acknowledged entries are kept as long as they may be needed', () => {
    expect(prune(acknowledged(), REOFFER_MS).entries).toHaveLength(1)
    expect(prune(acknowledged(), REOFFER_MS + 1).entries).toEqual([])
    expect(prune(acknowledged('pending'), KEEP_PENDING_MS).entries).toHaveLength(1)
    expect(prune(acknowledged('pending'), KEEP_PENDING_MS + 1).entries).toEqual([])
  })
})

describe('under arbitrary outcomes', () => {
  it('[SEND-5] each entry reaches the log once and in the order written, or is refused for good', () => {
    /** What happens to a try: `lost` is stored without an answer, `missed` never arrived. */
    const outcomes = fc.array(fc.constantFrom('ack', 'lost', 'missed', 'later', 'never', 'event'), { maxLength: 40 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), outcomes, (count, script) => {
        const keys = Array.from({ length: count }, (_, at) => `key-${at}`)
        let outbox = holding(...keys)
        const log: string[] = []
        let nowMs = 0
        const store = (key: string) => {
          if (!log.includes(key)) log.push(key)
        }
        for (let tries = 0; queuedEntries(outbox).length > 0; tries += 1) {
          const turn = nextTurn(outbox, nowMs)
          expect(turn.kind).not.toBe('idle')
          if (turn.kind === 'wait') nowMs = turn.untilMs
          if (turn.kind !== 'send') continue
          const { key } = turn.entry
          // A key that is in the log is answered with its first result (SEND-1).
          const outcome = log.includes(key) ? 'ack' : (script[tries] ?? 'ack')
          outbox = markSent(outbox, key)
          expect(nextTurn(outbox, nowMs).kind).toBe('idle')
          if (outcome === 'ack' || outcome === 'lost' || outcome === 'event') store(key)
          if (outcome === 'ack' || outcome === 'event') outbox = acknowledge(outbox, messageOf(key, log.length), 'e', nowMs)
          if (outcome === 'event') outbox = leaveUnanswered(outbox, key, nowMs, 0.5)
          if (outcome === 'lost' || outcome === 'missed') outbox = leaveUnanswered(outbox, key, nowMs, 0.5)
          if (outcome === 'later') outbox = refuse(outbox, key, LATER, nowMs, 0.5)
          if (outcome === 'never') outbox = refuse(outbox, key, NEVER, nowMs, 0.5)
        }
        const failed = outbox.entries.filter((entry) => entry.progress.kind === 'failed').map((entry) => entry.key)
        expect(log).toEqual(keys.filter((key) => !failed.includes(key)))
      }),
      { seed: 13, numRuns: 500 },
    )
  })
})
