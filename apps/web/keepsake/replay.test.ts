import { applyEvent, type Wall, type WallEvent } from '@guestwall/protocol'
import { aMessage, aTally, aVote, aWall } from '@guestwall/protocol/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, textSize } from './columns.ts'
import { LONGEST_GAP_MS, Replay } from './replay.ts'

const START = Date.parse('2026-11-22T10:00:00.000Z')
const start = aWall()

/** An evening with a message every `gapMs`, of which every seventh is pinned later, and a vote with its tallies. */
function evening(messages: number, gapMs = 1_000): WallEvent[] {
  const events: WallEvent[] = []
  const add = (event: Pick<WallEvent, 'type' | 'data'>, atMs: number): void => {
    events.push({ id: events.length + 1, at: new Date(START + atMs).toISOString(), ...event } as WallEvent)
  }
  for (let number = 1; number <= messages; number += 1) {
    const atMs = number * gapMs
    add({ type: 'message.created', data: aMessage(number, { createdAt: new Date(START + atMs).toISOString() }) }, atMs)
    if (number % 7 === 0) add({ type: 'message.pinned', data: aMessage(number, { pinned: true }) }, atMs + 1)
    if (number === 3) add({ type: 'vote.opened', data: aVote() }, atMs + 2)
    if (number > 3) add({ type: 'vote.tally', data: aTally(number) }, atMs + 3)
  }
  return events
}

const fold = (events: readonly WallEvent[]): Wall => events.reduce(applyEvent, start)

describe('a replay', () => {
  it('[LOG-3] ends with the wall that the log gives, and has it at every moment, in whatever order one jumps', () => {
    const events = evening(900)
    const replay = new Replay({ start, events })
    expect(replay.wallAfter(replay.length)).toEqual(fold(events))
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length + 10 }), { minLength: 1, maxLength: 6 }), (jumps) => {
        const jumped = new Replay({ start, events })
        for (const count of jumps) expect(jumped.wallAfter(count)).toEqual(fold(events.slice(0, count)))
      }),
      { numRuns: 25 },
    )
  })

  it('shows each message and vote of the evening once, from its first event on, also those that the wall no longer holds', () => {
    const events = evening(300)
    const { items } = new Replay({ start, events })
    expect(items.filter(({ kind }) => kind === 'message')).toHaveLength(300)
    expect(items.filter(({ kind }) => kind === 'vote')).toHaveLength(1)
    expect(items.map(({ from }) => from)).toEqual(items.map(({ from }) => from).toSorted((left, right) => left - right))
    expect(items.map(({ from, id }) => [events[from - 1]?.data, id]).filter(([data, id]) => (data as { id?: string }).id !== id)).toEqual(
      [],
    )
  })

  it('keeps the pace of the evening and shortens its silences', () => {
    const [first, second, third] = evening(3, 1_000)
    const late = { ...third, at: new Date(START + 3_600_000).toISOString() }
    const replay = new Replay({ start, events: [first, second, late] as WallEvent[] })
    expect([replay.timeOf(1), replay.timeOf(2), replay.timeOf(3)]).toEqual([0, 1_000, 1_000 + LONGEST_GAP_MS])
    expect([0, 999, 1_000, 1_000 + LONGEST_GAP_MS - 1, replay.durationMs].map((timeMs) => replay.countAt(timeMs))).toEqual([1, 1, 2, 2, 3])
    expect(replay.instantAt(1_500)).toBe(second?.at)
  })

  it('does not run backwards where a clock was set back', () => {
    const [first, second] = evening(2)
    const back = { ...second, at: new Date(START - 60_000).toISOString() }
    expect(new Replay({ start, events: [first, back] as WallEvent[] }).durationMs).toBe(0)
  })
})

describe('the columns', () => {
  it('have every item once, each in the order of the evening, and a later item moves none', () => {
    const { items } = new Replay({ start, events: evening(120) })
    for (const count of [1, 2, 3, 4]) {
      const columns = columnsOf(items, count)
      expect(columns.flat().toSorted((left, right) => left.from - right.from)).toEqual(items)
      for (const [index, column] of columnsOf(items.slice(0, 60), count).entries()) {
        expect(columns[index]?.slice(0, column.length)).toEqual(column)
      }
    }
  })

  it('set few words large, whatever their script', () => {
    expect(['百年好合！', 'Cheers to you both', '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。'].map(textSize)).toEqual([
      'large',
      'large',
      'middle',
    ])
  })
})
