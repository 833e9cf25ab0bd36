import { describe, expect, it } from 'vitest'
import type { CastVoteEntry, OutboxEntry } from './outbox.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import type { Env } from './input.ts'
import { parseJson } from './parse.ts'
import { readEntry as readValue, writeEntry as writeValue } from './stored-entry.ts'

const clock = new VirtualClock()
const envOf = (time: VirtualClock): Env => ({ nowMs: time.now(), wallMs: time.wallTime(), jitter: 0, isListening: false })
/** As storage has it: the text of the value. */
const writeEntry = (entry: OutboxEntry, time: VirtualClock) => JSON.stringify(writeValue(entry, envOf(time)))
const readEntry = (text: string | null, time: VirtualClock) => readValue(parseJson(text ?? ''), envOf(time))

const ENTRY: OutboxEntry = {
  kind: 'sendMessage',
  key: 'key-12345',
  order: 7,
  createdAt: '2026-11-22T10:00:00.000Z',
  content: '你好',
  guestName: '小明',
  progress: { kind: 'queued' },
}

const BALLOT: CastVoteEntry = {
  kind: 'castVote',
  key: 'key-12345',
  order: 7,
  createdAt: '2026-11-22T10:00:00.000Z',
  voteId: 'v',
  optionIds: ['a', 'b'],
  progress: { kind: 'queued' },
}
const PROGRESS: readonly CastVoteEntry['progress'][] = [
  { kind: 'queued' },
  { kind: 'queued', isTried: true },
  { kind: 'queued', isTried: true, refusal: { code: 'joined_just_now', message: '', retryable: true, retryAfterMs: 9_000 }, atMs: 5 },
  { kind: 'acknowledged', message: undefined, epoch: 'e', atMs: 5 },
  { kind: 'failed', refusal: { code: 'vote_closed', message: '', retryable: false } },
]

describe('stored entries', () => {
  it('[SEND-6] come back as they were written', () => {
    const failed: OutboxEntry = { ...ENTRY, progress: { kind: 'failed', refusal: { code: 'muted', message: '', retryable: false } } }
    const ballots = PROGRESS.map((progress): OutboxEntry => ({ ...BALLOT, progress }))
    const wish: OutboxEntry = { ...ENTRY, to: 'hosts' }
    for (const entry of [ENTRY, wish, failed, ...ballots]) expect(readEntry(writeEntry(entry, clock), clock)).toEqual(entry)
  })

  it('[SEND-6] those of the first version are still read', () => {
    const text =
      '{"kind":"sendMessage","key":"key-12345","order":7,"createdAt":"2026-11-22T10:00:00.000Z","content":"你好","guestName":"小明","progress":{"kind":"queued"}}'
    expect(readEntry(text, clock)).toEqual(ENTRY)
  })

  describe('an acknowledged entry is as old for the next page as it was for the one before', () => {
    const HOUR_MS = 60 * 60_000
    const written = () => {
      const before = new VirtualClock()
      const entry = { ...BALLOT, progress: { kind: 'acknowledged', message: undefined, epoch: 'e', atMs: before.now() - 3_000 } } as const
      return writeEntry(entry, before)
    }
    const ageOf = (text: string, after: VirtualClock) => {
      const progress = readEntry(text, after)?.progress
      return progress?.kind === 'acknowledged' ? after.now() - progress.atMs : null
    }

    it.each([
      ['another start of the monotonic clock changes nothing', 7 * HOUR_MS, -7 * HOUR_MS, 3_000],
      ['a clock set back by less than its age makes it younger', 0, -2_000, 1_000],
      ['a clock set back by eight hours makes it new, not older than time', 0, -8 * HOUR_MS, 0],
    ])('[LOG-4] %s', (_, passedMs, steppedMs, ageMs) => {
      const after = new VirtualClock()
      after.sleep(passedMs)
      after.stepWallTime(steppedMs)
      expect(ageOf(written(), after)).toBe(ageMs)
    })
  })

  it.each([
    ['nothing', null],
    ['no JSON', '{"kind":'],
    ['null', 'null'],
    ['another kind', JSON.stringify({ ...ENTRY, kind: 'danceOnTable' })],
    ['no content', JSON.stringify({ ...ENTRY, content: undefined })],
    ['no order', JSON.stringify({ ...ENTRY, order: 'first' })],
    ['a ballot without a vote', JSON.stringify({ ...BALLOT, voteId: undefined })],
    ['a choice that is no list', JSON.stringify({ ...BALLOT, optionIds: 'a' })],
    ['a mark that is none', JSON.stringify({ ...BALLOT, progress: { kind: 'queued', isTried: 'perhaps' } })],
    ['a reason that is none', JSON.stringify({ ...BALLOT, progress: { kind: 'queued', refusal: 'later' } })],
    ['no progress', JSON.stringify({ ...ENTRY, progress: null })],
    ['a message that is none', JSON.stringify({ ...ENTRY, progress: { kind: 'acknowledged', message: { id: 1 }, epoch: null, atMs: 0 } })],
  ])('[SEND-6] %s is passed over', (_, text) => {
    expect(readEntry(text, clock)).toBeNull()
  })
})
