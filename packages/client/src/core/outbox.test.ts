import type { WallMessage } from '@guestwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyWall, openVoteOf } from '../testing/fake-server.ts'
import { AT, messageOf } from './message.test-kit.ts'
import {
  acknowledge as acknowledgeEntry,
  addEntry,
  adoptEntry,
  dropMessage,
  EMPTY_OUTBOX,
  findEntry,
  KEEP_PENDING_MS,
  leaveUnanswered,
  retryNow,
  markSent as markEntrySent,
  markStored,
  moveBehind,
  nextOrder,
  nextSend,
  OTHER_TAB_GRACE_MS,
  type Outbox,
  type OutboxEntry,
  prune,
  queuedEntries,
  refuse,
  REQUEUE_MS,
  requeueLost,
  type SendMessageEntry,
} from './outbox.ts'

const LATER = { code: 'rate_limited', message: '', retryable: true, retryAfterMs: 1_000 }
const NEVER = { code: 'muted', message: '', retryable: false }

function entryOf(key: string, order: number): SendMessageEntry {
  return { kind: 'sendMessage', key, order, createdAt: AT, content: key, guestName: '小明', progress: { kind: 'queued' } }
}

const acknowledge = (outbox: Outbox, message: WallMessage, epoch: string | null, nowMs: number) =>
  acknowledgeEntry(outbox, message.key, { message }, epoch, nowMs)
const markSent = (outbox: Outbox, key: string) => markEntrySent(outbox, findEntry(outbox, key)!)
function ballotOf(key: string, order: number, voteId = 'v'): OutboxEntry {
  return { kind: 'castVote', key, order, createdAt: AT, voteId, optionIds: [key], progress: { kind: 'queued' } }
}

const count = (outbox: Outbox, key: string, epoch: string | null = 'e', nowMs = 0, voteId = 'v') =>
  acknowledgeEntry(outbox, key, { ballot: { voteId, optionIds: [key] } }, epoch, nowMs)
const restoreEntries = (outbox: Outbox, entries: readonly OutboxEntry[]) =>
  entries.reduce((next, entry) => adoptEntry(next, entry, 0), outbox)
const keysOf = (outbox: Outbox) => outbox.entries.map((entry) => entry.key)
const holding = (...keys: string[]) => restoreEntries(EMPTY_OUTBOX, keys.map(entryOf))
const keyToSend = (outbox: Outbox, nowMs = 0) => {
  const next = nextSend(outbox, nowMs)
  return next.kind === 'send' ? next.entry.key : next
}

describe('order', () => {
  it('a message that is to wait holds up the messages behind it, and no ballot; a ballot that is to wait holds up no message', () => {
    const both = restoreEntries(EMPTY_OUTBOX, [entryOf('a', 1), entryOf('b', 2), ballotOf('x', 3), ballotOf('y', 4, 'w')])
    const busy = refuse(markSent(both, 'a'), 'a', LATER, 0, 0)
    expect(keyToSend(busy)).toBe('x')
    const tooEarly = refuse(markSent(busy, 'x'), 'x', { ...LATER, retryAfterMs: 400 }, 0, 0)
    expect(keyToSend(tooEarly)).toEqual({ kind: 'wait', untilMs: 400 })
    expect([keyToSend(tooEarly, 400), keyToSend(count(tooEarly, 'x'), 400)]).toEqual(['x', 'y'])
    expect(keyToSend(tooEarly, 1_000)).toBe('a')
  })

  it('[SEND-6] nothing is sent before it is stored, and nothing overtakes it', () => {
    const outbox = addEntry(addEntry(EMPTY_OUTBOX, entryOf('a', 1)), entryOf('b', 2))
    expect(nextSend(markStored(outbox, 'b'), 0)).toEqual({ kind: 'idle' })
    expect(keyToSend(markStored(outbox, 'a'))).toBe('a')
  })

  it('[SEND-5] one is under way at a time', () => {
    const outbox = markSent(holding('a', 'b'), 'a')
    expect(nextSend(outbox, 0)).toEqual({ kind: 'idle' })
    expect(keyToSend(acknowledge(outbox, messageOf('a', 1), 'e', 0))).toBe('b')
  })

  it('[SEND-5] the order does not depend on the clock', () => {
    const outbox = holding('a', 'b', 'c')
    expect(nextOrder(outbox, -5)).toBe(3)
    expect(nextOrder(outbox, 500)).toBe(500)
  })

  it('[SEND-5] what was written before the stored entries were known comes after them, in its own order, also when the date stepped back', () => {
    const written = [entryOf('new-1', 10), entryOf('new-2', 11)]
    const found = [entryOf('old-1', 900), entryOf('old-2', 901)]
    const all = [...written, ...found].reduce((outbox, entry) => adoptEntry(outbox, entry, 0), EMPTY_OUTBOX)
    expect(moveBehind(all, written, found).entries.map(({ key }) => key)).toEqual(['old-1', 'old-2', 'new-1', 'new-2'])
    expect(moveBehind(all, found, written)).toBe(all)
    expect(moveBehind(all, written, written), 'what is stored already is not before itself').toBe(all)
    expect(moveBehind(EMPTY_OUTBOX, [], [])).toBe(EMPTY_OUTBOX)
  })

  it('[SEND-1] the first try without an answer is repeated at once, later ones wait', () => {
    const once = leaveUnanswered(markSent(holding('a'), 'a'), 'a', 0, 0)
    expect(keyToSend(once)).toBe('a')
    const twice = leaveUnanswered(markSent(once, 'a'), 'a', 0, 0)
    expect(nextSend(twice, 0)).toEqual({ kind: 'wait', untilMs: 500 })
    expect(keyToSend(retryNow(twice))).toBe('a')
  })

  it('[SEND-4] a sign of life does not lift what the server asked for', () => {
    const refused = refuse(markSent(holding('a', 'b'), 'a'), 'a', LATER, 0, 0)
    expect(nextSend(retryNow(refused), 0)).toEqual({ kind: 'wait', untilMs: 1_000 })
    expect(keyToSend(refused, 1_000)).toBe('a')
  })

  it('[SEND-4] an entry that is to be sent later keeps the reason until it is sent', () => {
    const refused = refuse(markSent(holding('a'), 'a'), 'a', LATER, 50, 0)
    expect(refused.entries[0]?.progress).toEqual({ kind: 'queued', isTried: true, refusal: LATER, atMs: 1_050 })
    expect(markSent(refused, 'a').entries[0]?.progress).toEqual({ kind: 'queued', isTried: true })
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
  it("[SEND-6] another tab's entry is left to it for a while, and blocks no earlier message and no ballot", () => {
    const outbox = adoptEntry(holding('b'), entryOf('c', 1), OTHER_TAB_GRACE_MS)
    expect(keyToSend(outbox)).toBe('b')
    const alone = acknowledge(outbox, messageOf('b', 1), 'e', 0)
    expect(nextSend(alone, 0)).toEqual({ kind: 'wait', untilMs: OTHER_TAB_GRACE_MS })
    expect(keyToSend(alone, OTHER_TAB_GRACE_MS)).toBe('c')
    expect(keyToSend(restoreEntries(alone, [ballotOf('x', 2)]))).toBe('x')
  })

  it('[SEND-5] a message waits for an earlier one of another tab, until that tab had its time', () => {
    const outbox = adoptEntry(holding('b'), entryOf('a', -1), OTHER_TAB_GRACE_MS)
    expect(nextSend(outbox, 0)).toEqual({ kind: 'wait', untilMs: OTHER_TAB_GRACE_MS })
    expect(keyToSend(acknowledge(outbox, messageOf('a', 1), 'e', 0))).toBe('b')
    expect(keyToSend(outbox, OTHER_TAB_GRACE_MS)).toBe('a')
  })

  it('[SEND-6] what another tab settled is settled here; what is settled here stays so', () => {
    const done: OutboxEntry = { ...entryOf('a', 0), progress: { kind: 'acknowledged', message: messageOf('a', 1), epoch: 'e', atMs: 0 } }
    expect(queuedEntries(adoptEntry(holding('a'), done, 0))).toEqual([])
    expect(queuedEntries(adoptEntry(restoreEntries(EMPTY_OUTBOX, [done]), entryOf('a', 0), 0))).toEqual([])
  })
})

describe('after the acknowledgement', () => {
  const acknowledged = (status: WallMessage['status'] = 'shown') => acknowledge(holding('a'), messageOf('a', 1, { status }), 'e', 0)

  it('[LOG-4] what another epoch lacks is offered again for ten minutes, under its key', () => {
    expect(keyToSend(requeueLost(acknowledged(), emptyWall(), 'f', REQUEUE_MS))).toBe('a')
    expect(queuedEntries(requeueLost(acknowledged(), emptyWall(), 'f', REQUEUE_MS + 1))).toEqual([])
    expect(queuedEntries(requeueLost(acknowledged(), emptyWall(), 'e', 0))).toEqual([])
    const wall = { ...emptyWall(), messages: [messageOf('a', 7)] }
    expect(queuedEntries(requeueLost(acknowledged(), wall, 'f', 0))).toEqual([])
  })

  it("[LOG-4] another guest's copy of a public key does not pass as ours", () => {
    const wall = { ...emptyWall(), messages: [{ ...messageOf('a', 7), guestId: 'thief' }] }
    expect(keyToSend(requeueLost(acknowledged(), wall, 'f', 0))).toBe('a')
    expect(acknowledge(acknowledged(), { ...messageOf('a', 7), guestId: 'thief' }, 'e', 0)).toEqual(acknowledged())
  })

  it('[LOG-5] a removed or rejected message is forgotten', () => {
    expect(dropMessage(acknowledged('pending'), 'm-a-me').entries).toEqual([])
    expect(acknowledge(holding('a'), messageOf('a', 1, { status: 'removed' }), 'e', 0).entries).toEqual([])
  })

  it('[SEND-3] acknowledged entries are kept as long as they may be needed', () => {
    expect(prune(acknowledged(), REQUEUE_MS, null).entries).toHaveLength(1)
    expect(prune(acknowledged(), REQUEUE_MS + 1, null).entries).toEqual([])
    for (const status of ['pending', 'private'] as const) expect(prune(acknowledged(status), KEEP_PENDING_MS, null).entries).toHaveLength(1)
    expect(prune(acknowledged('pending'), KEEP_PENDING_MS + 1, null).entries).toEqual([])
  })

  it('[SEND-3] what another tab sent long ago stays until this tab, which slept, has read it', () => {
    const at = (lastEventId: number, epoch = 'e') => prune(acknowledged(), REQUEUE_MS + 1, { epoch, lastEventId }).entries.length
    expect([at(0), at(1), at(0, 'f')]).toEqual([1, 0, 0])
  })
})

describe('ballots', () => {
  const ballots = (...keys: string[]) =>
    restoreEntries(
      EMPTY_OUTBOX,
      keys.map((key, at) => ballotOf(key, at)),
    )
  const wallWith = (...voteIds: string[]) => ({ ...emptyWall(), votes: voteIds.map((id) => openVoteOf(id)) })

  it('[SEND-5] a newer choice drops the older one unsent, in its own vote only', () => {
    const other = restoreEntries(ballots('a', 'b'), [ballotOf('x', 5, 'w')])
    expect(keysOf(prune(other, 0, null))).toEqual(['b', 'x'])
  })

  it('[SEND-5] a choice that was tried stays and goes first, whatever came back', () => {
    const sent = markSent(ballots('a'), 'a')
    const outcomes = [sent, leaveUnanswered(sent, 'a', 0, 0), refuse(sent, 'a', LATER, 0, 0)]
    for (const outbox of outcomes) expect(keysOf(prune(restoreEntries(outbox, [ballotOf('b', 9)]), 0, null))).toEqual(['a', 'b'])
    expect(keyToSend(prune(restoreEntries(leaveUnanswered(sent, 'a', 0, 0), [ballotOf('b', 9)]), 0, null))).toBe('a')
  })

  it('[SEND-5] a newer choice waits while the older one of its vote is left to another tab; what else there is does not', () => {
    const tried: OutboxEntry = { ...ballotOf('a', 0), progress: { kind: 'queued', isTried: true } }
    const outbox = restoreEntries(adoptEntry(EMPTY_OUTBOX, tried, OTHER_TAB_GRACE_MS), [ballotOf('b', 1)])
    expect(nextSend(outbox, 0)).toEqual({ kind: 'wait', untilMs: OTHER_TAB_GRACE_MS })
    expect(keyToSend(outbox, OTHER_TAB_GRACE_MS)).toBe('a')
    expect(keyToSend(restoreEntries(outbox, [ballotOf('x', 2, 'w')]))).toBe('x')
    expect(keyToSend(count(outbox, 'a'))).toBe('b')
  })

  it('[SEND-6] that another tab tries an entry is taken over, and disturbs nothing', () => {
    const outbox = markSent(restoreEntries(ballots('a'), [ballotOf('b', 1, 'w')]), 'b')
    const told = adoptEntry(outbox, { ...ballotOf('a', 0), progress: { kind: 'queued', isTried: true } }, 0)
    expect(told.inFlight).toBe('b')
    expect(keysOf(prune(restoreEntries(told, [ballotOf('c', 2)]), 0, null))).toEqual(['a', 'b', 'c'])
    expect(adoptEntry(count(outbox, 'a'), ballotOf('a', 0), 0).entries[0]?.progress.kind).toBe('acknowledged')
  })

  it('[SEND-4] a failed choice stays beside the counted one until a newer choice', () => {
    const failed = refuse(markSent(count(ballots('a', 'b'), 'a'), 'b'), 'b', NEVER, 0, 0)
    expect(keysOf(prune(failed, REQUEUE_MS + 1, null))).toEqual(['a', 'b'])
    expect(keysOf(prune(restoreEntries(failed, [ballotOf('c', 9)]), 0, null))).toEqual(['a', 'c'])
  })

  it('[VOTE-2] of each vote the newest counted ballot is kept, of the newest twenty votes', () => {
    expect(keysOf(prune(count(count(ballots('a', 'b'), 'a'), 'b'), 1e9, null))).toEqual(['b'])
    const keys = Array.from({ length: 23 }, (_, at) => `k${at}`)
    const many = restoreEntries(
      EMPTY_OUTBOX,
      keys.map((key, at) => ballotOf(key, at, key)),
    )
    const counted = keys.slice(0, 22).reduce((outbox, key) => count(outbox, key, 'e', 0, key), many)
    expect(keysOf(prune(counted, 0, null))).toEqual(keys.slice(2))
  })

  it('[VOTE-2] a settled ballot goes with its vote; one that waits is still sent', () => {
    const outbox = refuse(
      markSent(count(restoreEntries(ballots('a'), [ballotOf('x', 1, 'w'), ballotOf('y', 2, 'u')]), 'a'), 'x'),
      'x',
      NEVER,
      0,
      0,
    )
    expect(keysOf(requeueLost(outbox, wallWith('v', 'w', 'u'), 'e', 0))).toEqual(['a', 'x', 'y'])
    expect(keysOf(requeueLost(outbox, wallWith('other'), 'e', 0))).toEqual(['y'])
  })

  it('[LOG-4] one that another epoch counted lately is offered again, before a newer choice', () => {
    const counted = count(ballots('a'), 'a')
    const again = requeueLost(counted, wallWith('v'), 'f', REQUEUE_MS)
    expect(keyToSend(prune(restoreEntries(again, [ballotOf('b', 9)]), 0, null))).toBe('a')
    expect(requeueLost(counted, wallWith('v'), 'f', REQUEUE_MS + 1)).toEqual(counted)
    expect(requeueLost(counted, wallWith('v'), 'e', 0)).toEqual(counted)
  })

  it('[LOG-4] one that was counted before anything was read is of the epoch that is read then', () => {
    const read = requeueLost(count(ballots('a'), 'a', null), wallWith('v'), 'e', 0)
    expect(queuedEntries(read)).toEqual([])
    expect(keyToSend(requeueLost(read, wallWith('v'), 'f', 0))).toBe('a')
  })

  it('[SEND-1] an answer to another question settles nothing', () => {
    const sent = markSent(ballots('a'), 'a')
    expect(acknowledgeEntry(sent, 'a', { message: messageOf('a', 1) }, 'e', 0)).toBe(sent)
    expect(count(sent, 'a', 'e', 0, 'w')).toBe(sent)
    const message = markSent(holding('m'), 'm')
    expect(count(message, 'm')).toBe(message)
  })

  it('[VOTE-2] the choice that counts is the one of the answer', () => {
    const counted = acknowledgeEntry(ballots('a'), 'a', { ballot: { voteId: 'v', optionIds: ['as', 'counted'] } }, 'e', 0)
    expect(counted.entries).toMatchObject([{ optionIds: ['as', 'counted'] }])
  })
})

describe('under arbitrary outcomes', () => {
  it('[SEND-5] each entry reaches the log once and in the order written, or is refused for good', () => {
    /** The fate of a try: `lost` is stored without an answer, `missed` never arrived. */
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
          const next = nextSend(outbox, nowMs)
          expect(next.kind).not.toBe('idle')
          if (next.kind === 'wait') nowMs = next.untilMs
          if (next.kind !== 'send') continue
          const { key } = next.entry
          // A key that is in the log is answered with its first result (SEND-1).
          const outcome = log.includes(key) ? 'ack' : (script[tries] ?? 'ack')
          outbox = markSent(outbox, key)
          expect(nextSend(outbox, nowMs).kind).toBe('idle')
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
