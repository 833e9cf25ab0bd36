import { DEFAULT_MODERATION_SETTINGS, NO_SCREEN_CONTROL } from '@guestwall/protocol'
import type { Vote, VotePayload, WallEvent } from '@guestwall/protocol'
import { aKnownGuest, aMessage, aSession, aVote } from '@guestwall/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { Audience } from '../../domain/log-event.ts'
import { GUEST_VIEW, HOST_VIEW, seenEvent, seenVote, type View, WALL_VIEW } from './audience.ts'

const AT = '2026-11-22T10:00:00.000Z'
const TALLY: VotePayload = { voteId: 'v', version: 3, state: 'open', counts: { o1: 4_242, o2: 1 }, ballots: 4_243 }
const VOTE = aVote({ id: 'v', results: 'afterVoting', tally: TALLY })
const MESSAGE = aMessage(1, { id: 'm', guestId: 'g', content: '新婚快乐', key: 'key-0001' })
const SESSION = aSession({ id: 's' })

type Type = WallEvent['type']
type DataOf = { [Each in Type]: Extract<WallEvent, { type: Each }>['data'] }
const DATA: DataOf = {
  'message.created': MESSAGE,
  'message.shown': MESSAGE,
  'message.held': MESSAGE,
  'message.rejected': { id: 'm', wasShown: false },
  'message.removed': { id: 'm', wasShown: true },
  'message.pinned': MESSAGE,
  'message.unpinned': { id: 'm' },
  'vote.created': { ...VOTE, state: 'draft', tally: null },
  'vote.opened': VOTE,
  'vote.tally': TALLY,
  'vote.closed': { ...VOTE, state: 'closed', tally: { ...TALLY, state: 'closed' } },
  'vote.revealed': { ...VOTE, revealed: true },
  'vote.shown': VOTE,
  'vote.removed': { id: 'v', wasDraft: false },
  'session.changed': SESSION,
  'session.ended': { ...SESSION, state: 'ended' },
  'credential.changed': { id: 'c', name: '小雨', role: 'moderator', createdAt: AT, lastUsedAt: null, revokedAt: null },
  'guest.changed': aKnownGuest({ id: 'g' }),
  'guest.renamed': { guestId: 'g', guestName: '小明' },
  'guest.removed': { guestId: 'g' },
  'settings.changed': DEFAULT_MODERATION_SETTINGS,
  'screen.changed': { screenId: null, change: { isBlank: true }, control: NO_SCREEN_CONTROL },
}

const VIEWS = {
  host: HOST_VIEW,
  wall: WALL_VIEW,
  guest: GUEST_VIEW,
  voter: { role: 'guest', voted: ['other', 'v'] },
  voterElsewhere: { role: 'guest', voted: ['other'] },
} as const satisfies Record<string, View>

/** `bare`: the vote without a tally. `ballots`: how many voted, not what. */
type Seen = 'whole' | 'bare' | 'ballots' | 'nothing'
type Row = Record<keyof typeof VIEWS, Seen>

const ALL: Row = { host: 'whole', wall: 'whole', guest: 'whole', voter: 'whole', voterElsewhere: 'whole' }
const HOSTS_ALONE: Row = { host: 'whole', wall: 'nothing', guest: 'nothing', voter: 'nothing', voterElsewhere: 'nothing' }
const HOSTS_AND_SCREENS: Row = { ...HOSTS_ALONE, wall: 'whole' }
const NOT_OF_VOTES: Record<Audience, Row> = {
  everyone: ALL,
  voters: HOSTS_ALONE,
  hosts: HOSTS_ALONE,
  author: HOSTS_ALONE,
  screens: HOSTS_AND_SCREENS,
}
const A_VOTE: Record<Audience, Row> = {
  everyone: ALL,
  voters: { host: 'whole', wall: 'ballots', guest: 'bare', voter: 'whole', voterElsewhere: 'bare' },
  hosts: { host: 'whole', wall: 'ballots', guest: 'bare', voter: 'bare', voterElsewhere: 'bare' },
  author: HOSTS_ALONE,
  screens: HOSTS_AND_SCREENS,
}
const TABLE: Record<Type, Record<Audience, Row>> = {
  'message.created': NOT_OF_VOTES,
  'message.shown': NOT_OF_VOTES,
  'message.held': NOT_OF_VOTES,
  'message.rejected': NOT_OF_VOTES,
  'message.removed': NOT_OF_VOTES,
  'message.pinned': NOT_OF_VOTES,
  'message.unpinned': NOT_OF_VOTES,
  // A draft: not even that there is one.
  'vote.created': NOT_OF_VOTES,
  'vote.opened': A_VOTE,
  'vote.tally': {
    everyone: ALL,
    voters: { host: 'whole', wall: 'ballots', guest: 'nothing', voter: 'whole', voterElsewhere: 'nothing' },
    hosts: { host: 'whole', wall: 'ballots', guest: 'nothing', voter: 'nothing', voterElsewhere: 'nothing' },
    author: HOSTS_ALONE,
    screens: HOSTS_AND_SCREENS,
  },
  'vote.closed': A_VOTE,
  'vote.revealed': A_VOTE,
  'vote.shown': A_VOTE,
  'vote.removed': NOT_OF_VOTES,
  'session.changed': NOT_OF_VOTES,
  'session.ended': NOT_OF_VOTES,
  'credential.changed': NOT_OF_VOTES,
  'guest.changed': NOT_OF_VOTES,
  'guest.renamed': NOT_OF_VOTES,
  'guest.removed': NOT_OF_VOTES,
  'settings.changed': NOT_OF_VOTES,
  'screen.changed': NOT_OF_VOTES,
}

function expected(event: WallEvent, seen: Seen): WallEvent | null {
  const data = event.data as Vote & VotePayload
  switch (seen) {
    case 'whole':
      return event
    case 'nothing':
      return null
    case 'bare':
      return { ...event, data: { ...data, tally: null } } as WallEvent
    case 'ballots':
      return (
        event.type === 'vote.tally'
          ? { ...event, data: { ...data, counts: {} } }
          : { ...event, data: { ...data, tally: { ...data.tally, counts: {} } } }
      ) as WallEvent
    default:
      return seen satisfies never
  }
}

const AUDIENCES = ['everyone', 'voters', 'hosts'] as const satisfies readonly Audience[]
const views = Object.keys(VIEWS) as (keyof typeof VIEWS)[]

const EVERY_AUDIENCE = [...AUDIENCES, 'author', 'screens'] as const satisfies readonly Audience[]

describe.each(Object.keys(TABLE) as Type[])('[LOG-6] [VOTE-5] %s', (type) => {
  test.each(EVERY_AUDIENCE.flatMap((audience) => views.map((view) => [audience, view, TABLE[type][audience][view]] as const)))(
    'for %s, as the %s sees it: %s',
    (audience, view, seen) => {
      const event = { id: 7, type, at: AT, data: DATA[type] } as WallEvent
      const before = JSON.stringify(event)
      // The voter of a ballot is for servers, never for readers.
      expect(seenEvent(VIEWS[view], { event, audience, voters: ['g1', 'g2'] })).toEqual(expected(event, seen))
      expect(JSON.stringify(event)).toBe(before)
    },
  )
})

test('[VOTE-5] a vote that has no tally yet is shown as it is; a draft to hosts alone, whoever its results are for', () => {
  const opened: Vote = { ...VOTE, tally: null }
  for (const audience of AUDIENCES) {
    for (const view of views) {
      expect(seenVote(VIEWS[view], audience, opened)).toEqual(opened)
      const draft: Vote = { ...VOTE, state: 'draft' }
      expect(seenVote(VIEWS[view], audience, draft)).toEqual(view === 'host' ? draft : null)
    }
  }
})

test('[LOG-6] [MOD-5] the author of a message that waits again is told so, without the reasons and without who decided', () => {
  const data = {
    ...MESSAGE,
    status: 'pending' as const,
    held: [{ rule: 'word' as const, text: '坏' }],
    decided: { by: { id: 'c', name: '小雨' }, at: AT },
  }
  const event: WallEvent = { id: 7, type: 'message.held', at: AT, data }
  const logged = { event, audience: 'author', recipient: 'g', isHidden: true } as const
  expect(seenEvent(GUEST_VIEW, logged, 'g')).toEqual({ ...event, data: { ...MESSAGE, status: 'pending' } })
  expect(seenEvent(HOST_VIEW, logged)).toEqual(event)
  expect([seenEvent(GUEST_VIEW, logged, 'g2'), seenEvent(GUEST_VIEW, logged), seenEvent(WALL_VIEW, logged, 'w')]).toEqual([
    null,
    null,
    null,
  ])
})

test('[LOG-6] an event for the author of a message is seen by hosts and by that guest alone', () => {
  const event: WallEvent = { id: 7, type: 'message.rejected', at: AT, data: { id: 'm', wasShown: false } }
  const logged = { event, audience: 'author', recipient: 'g1' } as const
  expect(seenEvent(GUEST_VIEW, logged, 'g1')).toEqual(event)
  expect(seenEvent(HOST_VIEW, logged)).toEqual(event)
  expect([seenEvent(GUEST_VIEW, logged, 'g2'), seenEvent(GUEST_VIEW, logged), seenEvent(WALL_VIEW, logged, 'w')]).toEqual([
    null,
    null,
    null,
  ])
  expect(seenEvent(GUEST_VIEW, { event, audience: 'author' })).toBeNull()
})

test('[MOD-3] an event of a message that is not shown now has neither text nor name for a reader who is no host', () => {
  const event = { id: 7, type: 'message.created', at: AT, data: DATA['message.created'] } as WallEvent
  const logged = { event, audience: 'everyone', isHidden: true } as const
  for (const view of [GUEST_VIEW, WALL_VIEW]) expect(seenEvent(view, logged)).toMatchObject({ data: { content: '', guestName: '' } })
  expect(seenEvent(HOST_VIEW, logged)).toEqual(event)
})

test('[MOD-6] the host who acted is named to hosts alone', () => {
  const by = { id: 'h1', name: '小雨' }
  const event = { id: 7, type: 'message.created', at: AT, data: DATA['message.created'] } as WallEvent
  expect(seenEvent(HOST_VIEW, { event, audience: 'everyone', by })).toEqual({ ...event, by })
  for (const view of [GUEST_VIEW, WALL_VIEW])
    expect(JSON.stringify(seenEvent(view, { event, audience: 'everyone', by }))).not.toContain('小雨')
})
