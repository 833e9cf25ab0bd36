import type { WallEvent } from '@guestwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyWall } from '../testing/fake-server.ts'
import { applySlice, applySnapshot, NOTHING_READ, type Reading, type Slice } from './apply-queue.ts'

const AT = '2026-11-22T10:00:00.000Z'

function eventOf(id: number): WallEvent {
  const data = {
    id: `m${id}`,
    guestId: 'g',
    guestName: '小红',
    content: `第${id}条`,
    status: 'shown',
    pinned: false,
    createdAt: AT,
    eventId: id,
    key: `key-${id}-xx`,
  } as const
  return { id, type: 'message.created', at: AT, data }
}

/** The log's events in (`from`, `to`]; every third is one that this reader may not see (LOG-6). */
function sliceOf(from: number, to: number, epoch = 'e'): Slice {
  const ids = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at + 1)
  return { epoch, from, to, events: ids.filter((id) => id % 3 !== 0).map(eventOf) }
}

const START: Reading = { wall: emptyWall(), position: { epoch: 'e', lastEventId: 0 } }
const idsOf = ({ wall }: Reading) => wall?.messages.map((message) => message.eventId) ?? []

describe('slices', () => {
  it('[SYNC-2] applies what continues the position, once', () => {
    const outcome = applySlice(START, sliceOf(0, 4))
    expect(outcome).toMatchObject({ reading: { position: { lastEventId: 4 } } })
    if (outcome === null) return
    expect(idsOf(outcome.reading)).toEqual([1, 2, 4])
    expect(applySlice(outcome.reading, sliceOf(0, 4))).toEqual({ reading: outcome.reading, events: [] })
    expect(applySlice(outcome.reading, sliceOf(2, 5))).toMatchObject({ events: [{ id: 5 }] })
  })

  it('[SYNC-2] never guesses: beyond the position, of another epoch, before any snapshot, out of order', () => {
    const disordered = { ...sliceOf(0, 2), events: [eventOf(2), eventOf(1)] }
    const overlong = { ...sliceOf(0, 2), events: [eventOf(1), eventOf(5)] }
    for (const slice of [sliceOf(1, 3), sliceOf(0, 3, 'other'), disordered, overlong]) expect(applySlice(START, slice)).toBeNull()
    expect(applySlice(NOTHING_READ, sliceOf(0, 3))).toBeNull()
  })

  it('[SYNC-2] the position moves past an event of an unknown type', () => {
    const slice = { epoch: 'e', from: 0, to: 2, events: [{ id: 1, type: 'balloon.rose', at: AT, data: {} }, eventOf(2)] }
    expect(applySlice(START, slice)).toMatchObject({ reading: { position: { lastEventId: 2 } }, events: [{ id: 2 }] })
  })

  it('[LOG-6] the position moves over events this reader may not see', () => {
    expect(applySlice(START, { epoch: 'e', from: 0, to: 9, events: [] })).toMatchObject({
      reading: { position: { lastEventId: 9 } },
    })
  })

  it('[SYNC-5] under any reordering, duplication and loss of slices the reader holds exactly the log up to its position', () => {
    const HEAD = 30
    const range = fc
      .tuple(fc.integer({ min: 0, max: HEAD }), fc.integer({ min: 0, max: HEAD }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    fc.assert(
      fc.property(fc.array(range, { maxLength: 60 }), (ranges) => {
        let reading = START
        const delivered: number[] = []
        const take = (slice: Slice) => {
          const before = reading.position?.lastEventId ?? 0
          const outcome = applySlice(reading, slice)
          expect(outcome === null).toBe(slice.from > before)
          if (outcome === null) return
          reading = outcome.reading
          delivered.push(...outcome.events.map((event) => event.id))
          expect(reading.position?.lastEventId).toBe(Math.max(before, slice.to))
        }
        const expected = () => sliceOf(0, reading.position?.lastEventId ?? 0).events.map((event) => event.id)
        for (const [from, to] of ranges) {
          take(sliceOf(from, to))
          expect(delivered).toEqual(expected())
        }
        take(sliceOf(reading.position?.lastEventId ?? 0, HEAD))
        expect(delivered).toEqual(sliceOf(0, HEAD).events.map((event) => event.id))
        expect(idsOf(reading)).toEqual(delivered)
      }),
      { seed: 11, numRuns: 500 },
    )
  })
})

describe('snapshots', () => {
  const snapshotAt = (lastEventId: number, epoch = 'e') => ({ epoch, lastEventId, wall: emptyWall() })
  const at = (lastEventId: number): Reading => ({ wall: emptyWall(), position: { epoch: 'e', lastEventId } })

  it('[SYNC-3] replaces what was read, in the same epoch or another', () => {
    expect(applySnapshot(NOTHING_READ, snapshotAt(5), null)?.position).toEqual({ epoch: 'e', lastEventId: 5 })
    expect(applySnapshot(at(90), snapshotAt(5, 'f'), at(90).position)?.position).toEqual({ epoch: 'f', lastEventId: 5 })
  })

  it('[SYNC-5] one that another transport has overtaken is not taken', () => {
    expect(applySnapshot(at(9), snapshotAt(5), null)).toBeNull()
    expect(applySnapshot(at(9), snapshotAt(5), at(3).position)).toBeNull()
  })

  it('[LOG-4] one older than the very question is: the position was beyond the head', () => {
    expect(applySnapshot(at(9), snapshotAt(5), at(9).position)?.position).toEqual({ epoch: 'e', lastEventId: 5 })
  })
})
