import { aMessage } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { holdRows } from './held-rows.ts'
import type { QueueEntry } from './queue-state.ts'

const entry = (eventId: number, status: 'pending' | 'shown' = 'pending'): QueueEntry => ({
  message: { ...aMessage(eventId), status },
  changedAtMs: status === 'pending' ? null : 1,
})

/** Entries newest first, and the rows that the list had. */
function rowsOf(entries: readonly QueueEntry[], listed: readonly number[], more: { isHeld?: boolean; lingers?: boolean } = {}) {
  const ids = new Map(entries.map((one) => [one.message.id, one]))
  const { rows, waiting } = holdRows({
    live: entries.filter(({ message }) => message.status === 'pending'),
    listed: new Set(entries.filter(({ message }) => listed.includes(message.eventId)).map(({ message }) => message.id)),
    entries: ids,
    isHeld: more.isHeld ?? true,
    lingers: () => more.lingers ?? false,
  })
  return { rows: rows.map(({ message }) => message.eventId), waiting }
}

describe('[H2] a list that is held does not move', () => {
  it('new messages wait while the list is held, and come in when it is let go', () => {
    const entries = [entry(3), entry(2), entry(1)]
    expect(rowsOf(entries, [1, 2])).toEqual({ rows: [2, 1], waiting: 1 })
    expect(rowsOf(entries, [1, 2], { isHeld: false })).toEqual({ rows: [3, 2, 1], waiting: 0 })
  })

  it('a row that was decided keeps its place while the list is held', () => {
    expect(rowsOf([entry(3), entry(2, 'shown'), entry(1)], [1, 2, 3])).toEqual({ rows: [3, 2, 1], waiting: 0 })
  })

  it('a row goes at once when nothing of its message is left, not even the name: no list keeps an empty row', () => {
    const erased: QueueEntry = { message: { ...aMessage(2), status: 'removed', content: '', guestName: '' }, changedAtMs: 1 }
    expect(rowsOf([entry(3), erased, entry(1)], [1, 2, 3])).toEqual({ rows: [3, 1], waiting: 0 })
    expect(rowsOf([entry(3), erased], [2, 3], { isHeld: false, lingers: true })).toEqual({ rows: [3], waiting: 0 })
  })

  it('a list that is let go drops what was decided, except what another host has decided just now', () => {
    const entries = [entry(3), entry(2, 'shown'), entry(1)]
    expect(rowsOf(entries, [1, 2, 3], { isHeld: false })).toEqual({ rows: [3, 1], waiting: 0 })
    expect(rowsOf(entries, [1, 2, 3], { isHeld: false, lingers: true })).toEqual({ rows: [3, 2, 1], waiting: 0 })
  })

  it('older messages come in at the end of a held list', () => {
    expect(rowsOf([entry(4), entry(3), entry(2), entry(1)], [3])).toEqual({ rows: [3, 2, 1], waiting: 1 })
  })

  it('a held list in which nothing is left to decide takes in what waits', () => {
    expect(rowsOf([entry(3), entry(2, 'shown')], [2])).toEqual({ rows: [3], waiting: 0 })
    expect(rowsOf([entry(2)], [])).toEqual({ rows: [2], waiting: 0 })
  })
})
