import { describe, expect, it } from 'vitest'
import type { OutboxEntry } from '../core/outbox.ts'
import { readEntry, writeEntry } from './stored-entry.ts'

const ENTRY: OutboxEntry = {
  kind: 'sendMessage',
  key: 'key-12345',
  order: 7,
  createdAt: '2026-11-22T10:00:00.000Z',
  content: '你好',
  guestName: '小明',
  progress: { kind: 'queued' },
}

describe('stored entries', () => {
  it('[SEND-6] come back as they were written', () => {
    const failed: OutboxEntry = { ...ENTRY, progress: { kind: 'failed', refusal: { code: 'muted', message: '', retryable: false } } }
    expect(readEntry(writeEntry(ENTRY))).toEqual(ENTRY)
    expect(readEntry(writeEntry(failed))).toEqual(failed)
  })

  it.each([
    ['nothing', null],
    ['no JSON', '{"kind":'],
    ['null', 'null'],
    ['another kind', JSON.stringify({ ...ENTRY, kind: 'danceOnTable' })],
    ['no content', JSON.stringify({ ...ENTRY, content: undefined })],
    ['no order', JSON.stringify({ ...ENTRY, order: 'first' })],
    ['no progress', JSON.stringify({ ...ENTRY, progress: null })],
    ['a message that is none', JSON.stringify({ ...ENTRY, progress: { kind: 'acknowledged', message: { id: 1 }, epoch: null, atMs: 0 } })],
  ])('[SEND-6] %s is passed over', (_, text) => {
    expect(readEntry(text)).toBeNull()
  })
})
