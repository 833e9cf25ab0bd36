import { type Vote, type VotePayload, type WallEvent } from '@guestwall/protocol'
import { aVote } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { Audience, LogEvent } from '../domain/log-event.ts'
import { GUEST_VIEW, HOST_VIEW, WALL_VIEW } from '../log/decide/audience.ts'
import { VoterRolls } from './voters.ts'

let lastEventId = 0
type VoteEventType = 'vote.opened' | 'vote.closed' | 'vote.revealed'

function tallyOf(voteId: string): VotePayload {
  return { voteId, version: 2, state: 'open', counts: { o1: 1, o2: 0 }, ballots: 1 }
}

function voteEvent(
  type: VoteEventType,
  id: string,
  audience: Audience,
  voters: readonly string[] = [],
  change: Partial<Vote> = {},
): LogEvent {
  lastEventId += 1
  const vote = aVote({ id, state: type === 'vote.closed' ? 'closed' : 'open', results: 'afterVoting', tally: tallyOf(id), ...change })
  const event: WallEvent = { id: lastEventId, type, at: '2026-11-22T10:00:00.000Z', data: vote }
  return { event, audience, ...(voters.length === 0 ? {} : { voters }) }
}

function tally(voteId: string, audience: Audience, ...voters: string[]): LogEvent {
  lastEventId += 1
  return { event: { id: lastEventId, type: 'vote.tally', at: '2026-11-22T10:00:00.000Z', data: tallyOf(voteId) }, audience, voters }
}

function rollsAfter(...events: LogEvent[]): VoterRolls {
  const rolls = new VoterRolls([])
  for (const event of events) rolls.apply(event)
  return rolls
}
const votedBy = (rolls: VoterRolls, guestId: string) => rolls.viewOf('guest', guestId).voted

describe('[VOTE-1] where results are for voters', () => {
  test('a guest sees the counts from the first tally with the own ballot on; others do not', () => {
    const rolls = rollsAfter(voteEvent('vote.opened', 'v', 'voters'))
    expect(votedBy(rolls, 'alice')).toEqual([])
    rolls.apply(tally('v', 'voters', 'alice'))
    expect([votedBy(rolls, 'alice'), votedBy(rolls, 'bob')]).toEqual([['v'], []])
    rolls.apply(tally('v', 'voters', 'bob'))
    expect([votedBy(rolls, 'alice'), votedBy(rolls, 'bob')]).toEqual([['v'], ['v']])
  })

  test('voters lose the counts when the host hides them, and get them back when the host shows them', () => {
    const rolls = rollsAfter(voteEvent('vote.opened', 'v', 'voters'), tally('v', 'voters', 'alice'))
    rolls.apply(voteEvent('vote.revealed', 'v', 'hosts'))
    expect(votedBy(rolls, 'alice')).toEqual([])
    // A guest who votes meanwhile is known, and sees nothing yet.
    rolls.apply(tally('v', 'hosts', 'bob'))
    expect(votedBy(rolls, 'bob')).toEqual([])
    rolls.apply(voteEvent('vote.opened', 'v', 'voters'))
    expect([votedBy(rolls, 'alice'), votedBy(rolls, 'bob')]).toEqual([['v'], ['v']])
  })

  test('the counts of a closed vote are for everybody; after a reopening they are for voters', () => {
    const rolls = rollsAfter(voteEvent('vote.opened', 'v', 'voters'), voteEvent('vote.closed', 'v', 'everyone', ['alice']))
    expect(rolls.viewOf('guest', 'alice')).toBe(GUEST_VIEW)
    rolls.apply(voteEvent('vote.opened', 'v', 'voters'))
    expect([votedBy(rolls, 'alice'), votedBy(rolls, 'bob')]).toEqual([['v'], []])
  })

  test('the setting changed before the first ballot: from then on it is as the setting says', () => {
    const rolls = rollsAfter(voteEvent('vote.opened', 'v', 'everyone', [], { results: 'always' }))
    rolls.apply(tally('v', 'everyone', 'alice'))
    expect(votedBy(rolls, 'alice')).toEqual([])
    rolls.apply(voteEvent('vote.revealed', 'v', 'voters'))
    rolls.apply(tally('v', 'voters', 'alice'))
    expect(votedBy(rolls, 'alice')).toEqual(['v'])
    rolls.apply(voteEvent('vote.revealed', 'v', 'hosts', [], { results: 'never' }))
    rolls.apply(tally('v', 'voters', 'bob'))
    expect([votedBy(rolls, 'alice'), votedBy(rolls, 'bob')]).toEqual([[], []])
  })

  test('the view of hosts and wall screens does not depend on their id', () => {
    const rolls = rollsAfter(voteEvent('vote.opened', 'v', 'voters'), tally('v', 'voters', 'alice'))
    expect([rolls.viewOf('host', 'alice'), rolls.viewOf('wall', 'alice')]).toEqual([HOST_VIEW, WALL_VIEW])
  })

  test('guests who voted in the same votes share one view, so that one frame is encoded for all of them', () => {
    const rolls = rollsAfter(
      voteEvent('vote.opened', 'v', 'voters'),
      voteEvent('vote.opened', 'w', 'voters'),
      tally('v', 'voters', 'alice', 'bob', 'carol'),
      tally('w', 'voters', 'alice', 'bob'),
    )
    expect(rolls.viewOf('guest', 'alice')).toBe(rolls.viewOf('guest', 'bob'))
    expect(rolls.viewOf('guest', 'alice')).not.toBe(rolls.viewOf('guest', 'carol'))
    expect(rolls.viewOf('guest', 'nobody')).toBe(GUEST_VIEW)
  })

  test('the stored ballots are known from the start', () => {
    const rolls = new VoterRolls([
      { voteId: 'v', audience: 'voters', guestIds: ['alice'] },
      { voteId: 'w', audience: 'everyone', guestIds: ['alice', 'bob'] },
    ])
    expect([votedBy(rolls, 'alice'), votedBy(rolls, 'bob')]).toEqual([['v'], []])
    rolls.apply(tally('v', 'voters', 'bob'))
    expect(votedBy(rolls, 'bob')).toEqual(['v'])
  })
})

test('[VOTE-1] the votes that the wall no longer holds are forgotten, and no later event adds them again', () => {
  const rolls = new VoterRolls([])
  for (const id of ['old', 'new']) rolls.apply(voteEvent('vote.opened', id, 'voters', ['alice']))
  rolls.retain([aVote({ id: 'new' })])
  expect(votedBy(rolls, 'alice')).toEqual(['new'])
  rolls.apply(voteEvent('vote.closed', 'old', 'voters'))
  rolls.apply(tally('old', 'voters', 'alice'))
  expect(votedBy(rolls, 'alice')).toEqual(['new'])
})
