import { describe, expect, it } from 'vitest'
import type { CastVoteEntry, OutboxEntry } from '../core/outbox.ts'
import { readEntry } from './stored-entry.ts'

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
  { kind: 'acknowledged', message: undefined, epoch: 'e', atMs: 5 },
  { kind: 'failed', refusal: { code: 'vote_closed', message: '', retryable: false } },
]

describe('stored entries', () => {
  it('[SEND-6] come back as they were written', () => {
    const failed: OutboxEntry = { ...ENTRY, progress: { kind: 'failed', refusal: { code: 'muted', message: '', retryable: false } } }
    expect(readEntry(JSON.stringify(ENTRY))).toEqual(ENTRY)
    expect(readEntry(JSON.stringify(failed))).toEqual(failed)
    for (const progress of PROGRESS) expect(readEntry(JSON.stringify({ ...BALLOT, progress }))).toEqual({ ...BALLOT, progress })
  })

  it('[SEND-6] those of the first version are still read', () => {
    const text =
      '{"kind":"sendMessage","key":"key-12345","order":7,"createdAt":"2026-11-22T10:00:00.000Z","content":"你好","guestName":"小明","progress":{"kind":"queued"}}'
    expect(readEntry(text)).toEqual(ENTRY)
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
    ['no progress', JSON.stringify({ ...ENTRY, progress: null })],
    ['a message that is none', JSON.stringify({ ...ENTRY, progress: { kind: 'acknowledged', message: { id: 1 }, epoch: null, atMs: 0 } })],
  ])('[SEND-6] %s is passed over', (_, text) => {
    expect(readEntry(text)).toBeNull()
  })
})
