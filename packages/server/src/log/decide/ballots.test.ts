import type { Results, VoteState } from '@guestwall/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Audience } from '../../domain/log-event.ts'
import { countBallot } from './ballots.ts'
import { countsAudience, isUnpublished, publish, publishableInMs } from './publication.ts'
import type { StoredBallot, VoteRecord } from '../../domain/vote-record.ts'
import { aVoteRecord } from './vote-record.test-kit.ts'

const NOW_MS = Date.parse('2026-11-22T10:00:00.000Z')
const OPTIONS = ['o1', 'o2', 'o3'] as const

const cast = (record: VoteRecord) => countBallot(record, undefined, { guestId: 'g', optionIds: ['o1'] }).record

describe('[VOTE-4] when a tally may be published again', () => {
  const published = publish(aVoteRecord(), NOW_MS)

  test.each([
    ['at the moment of the last one', 0, 250],
    ['a millisecond later', 1, 249],
    ['a millisecond early', 249, 1],
    ['after a quarter of a second', 250, 0],
    ['a day later', 86_400_000, 0],
    ['with the clock set back a millisecond', -1, 0],
    ['with the clock set back an hour', -3_600_000, 0],
  ])('%s', (_, afterMs, waitMs) => {
    expect(publishableInMs(published, NOW_MS + afterMs)).toBe(waitMs)
  })

  test('the first tally is published at once', () => {
    expect(publishableInMs(aVoteRecord(), NOW_MS)).toBe(0)
    expect(publishableInMs(aVoteRecord(), 0)).toBeLessThanOrEqual(250)
  })

  test('each publication has the next version, the counts of its moment, and nothing left to publish', () => {
    const first = publish(cast(aVoteRecord()), NOW_MS)
    const more = cast(cast(first))
    expect([isUnpublished(first), isUnpublished(more), more.published?.tally.ballots]).toEqual([false, true, 1])
    const second = publish(more, NOW_MS + 250)
    expect([isUnpublished(second), second.published?.tally]).toEqual([
      false,
      { voteId: 'v', version: 2, state: 'open', counts: { o1: 3, o2: 0, o3: 0 }, ballots: 3 },
    ])
    expect(first.published?.tally.counts).toEqual({ o1: 1, o2: 0, o3: 0 })
  })

  test('a changed ballot is unpublished although the number of ballots is the same', () => {
    const { record, cast: first } = countBallot(published, undefined, { guestId: 'g', optionIds: ['o1'] })
    const changed = countBallot(publish(record, NOW_MS), first.ballot, { guestId: 'g', optionIds: ['o2'] }).record
    expect([changed.ballots, isUnpublished(changed)]).toEqual([1, true])
  })
})

test('[VOTE-2] after any ballots and changes the counts equal a recount, and each chain entry names the one that it replaces', () => {
  const choice = fc.subarray([...OPTIONS], { minLength: 1 })
  fc.assert(
    fc.property(fc.array(fc.record({ guest: fc.nat({ max: 5 }), optionIds: choice }), { maxLength: 60 }), (casts) => {
      const ballots = new Map<string, StoredBallot>()
      let record = aVoteRecord({ maxChoices: OPTIONS.length })
      const replaced = new Set<number | null>()
      for (const { guest, optionIds } of casts) {
        const guestId = `g${guest}`
        const before = ballots.get(guestId)
        const counted = countBallot(record, before, { guestId, optionIds })
        expect(counted.cast.entry.replaces).toBe(before?.seq ?? null)
        expect(replaced.has(counted.cast.entry.replaces) && before !== undefined).toBe(false)
        if (before !== undefined) replaced.add(before.seq)
        expect(counted.cast.ballot.firstSeq).toBe(before?.firstSeq ?? counted.cast.entry.seq)
        ballots.set(guestId, counted.cast.ballot)
        ;({ record } = counted)
        const recount = Object.fromEntries(
          OPTIONS.map((id) => [id, [...ballots.values()].filter((ballot) => ballot.optionIds.includes(id)).length]),
        )
        expect([record.counts, record.ballots, record.chain.seq]).toEqual([recount, ballots.size, counted.cast.entry.seq])
      }
      expect(record.chain.seq).toBe(casts.length)
    }),
  )
})

/** For each setting: before the opening, while open, after the close. */
const AUDIENCES: Record<Results, Record<VoteState, Audience>> = {
  always: { draft: 'hosts', open: 'everyone', closed: 'everyone' },
  afterVoting: { draft: 'hosts', open: 'voters', closed: 'everyone' },
  afterClose: { draft: 'hosts', open: 'hosts', closed: 'everyone' },
  never: { draft: 'hosts', open: 'hosts', closed: 'hosts' },
}

describe.each(Object.keys(AUDIENCES) as Results[])('[VOTE-1] results %s', (results) => {
  test.each(['draft', 'open', 'closed'] as const)('%s: by the setting, then by the host’s word, a draft always the hosts’', (state) => {
    const record = aVoteRecord({ results, state })
    expect(countsAudience(record)).toBe(AUDIENCES[results][state])
    expect(countsAudience({ ...record, revealed: true })).toBe(state === 'draft' ? 'hosts' : 'everyone')
    expect(countsAudience({ ...record, revealed: false })).toBe('hosts')
  })
})
