import type { Results, Session } from '@guestwall/protocol'
import { describe, expect, test } from 'vitest'
import type { VoteAction } from './command.ts'
import { decideVoteAction } from './decide-vote-action.ts'
import type { DecisionState } from './decision.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'
import { aVoteRecord } from './vote-record.test-kit.ts'

const HOST = { sessionId: 's', id: 'h', name: 'Host', role: 'host' } as const

const NO_MESSAGES = {
  messages: new Map(),
  pinned: new Set<string>(),
  settings: null,
  stateBy: null,
  screens: null,
  shownAuthors: new Set<string>(),
}

function decided(record: VoteRecord, action: VoteAction) {
  const votes = new Map([[record.id, record]])
  const nothingElse = { guests: new Map(), ballots: new Map(), freshVoters: new Map(), photos: new Map(), credentials: new Map() }
  const state: DecisionState = { ...NO_MESSAGES, session: {} as Session, votes, ...nothingElse }
  const command = { kind: 'actOnVote', actor: HOST, key: action, bodyHash: '', voteId: 'v', action } as const
  return decideVoteAction(state, command, { now: '2026-11-22T10:00:00.000Z', clockMs: 0, nextEventId: 2, newId: 'new' })
}

/** The host's decision about the results after the actions. */
function revealedAfter(record: VoteRecord, actions: readonly VoteAction[]): boolean | null {
  return actions.reduce((before, action): VoteRecord => {
    const decision = decided(before, action)
    if (!decision.ok) throw new Error(decision.refusal.code)
    return decision.value.votes[0] ?? before
  }, record).revealed
}

test.each<[Results, VoteRecord['state'], readonly VoteAction[], boolean | null]>([
  ['always', 'open', ['hide'], false],
  ['always', 'open', ['hide', 'reveal'], null],
  ['afterClose', 'open', ['reveal'], true],
  ['afterClose', 'open', ['reveal', 'hide'], null],
  ['afterClose', 'open', ['reveal', 'hide', 'hide'], false],
  ['afterVoting', 'open', ['reveal', 'hide'], null],
  ['afterVoting', 'closed', ['hide', 'reveal'], null],
  ['never', 'closed', ['reveal', 'hide'], null],
  ['never', 'closed', ['hide', 'reveal'], true],
  ['always', 'open', ['reveal', 'hide'], false],
])('[VOTE-1] results %s, vote %s: after %j the host’s word is %j', (results, state, actions, revealed) => {
  expect(revealedAfter(aVoteRecord({ results, state }), actions)).toBe(revealed)
})

describe('[VOTE-6] a vote in which nobody has voted', () => {
  const opened = decided(aVoteRecord({ state: 'draft' }), 'open')
  const open = (opened.ok ? opened.value.votes[0] : undefined) as VoteRecord

  test('is a draft again when its opening is taken back: guests lose it, and it begins anew when it is opened again', () => {
    const decision = decided(open, 'withdraw')
    expect(decision).toMatchObject({
      value: {
        votes: [{ state: 'draft', revealed: null, published: null }],
        removedVotes: [],
        logged: [
          { audience: 'everyone', event: { id: 2, type: 'vote.removed', data: { id: 'v', wasDraft: false } } },
          { audience: 'hosts', event: { id: 3, type: 'vote.created', data: { id: 'v', state: 'draft', tally: null } } },
        ],
      },
    })
  })

  test.each([
    ['draft', 'hosts', true],
    ['open', 'everyone', false],
    ['closed', 'everyone', false],
  ] as const)('that is %s can be deleted, which %s learn', (state, audience, wasDraft) => {
    expect(decided({ ...open, state }, 'remove')).toMatchObject({
      value: { votes: [], removedVotes: ['v'], logged: [{ audience, event: { type: 'vote.removed', data: { id: 'v', wasDraft } } }] },
    })
  })

  test.each(['withdraw', 'remove'] as const)(
    'is one without an entry in its chain: %s is refused after a ballot, also a voided one',
    (action) => {
      const voted = { ...open, ballots: 0, chain: { seq: 2, hash: 'hash' } }
      expect(decided(voted, action)).toMatchObject({ ok: false, refusal: { code: 'conflict' } })
    },
  )
})

test.each(['open', 'closed'] as const)('[VOTE-7] a vote that is %s is put on the screens as it is', (state) => {
  const vote = aVoteRecord({ state, published: { tally: { voteId: 'v', version: 4, state, counts: {}, ballots: 0 }, atMs: 0, seq: 0 } })
  const decision = decided(vote, 'show')
  expect(decision).toMatchObject({
    value: { votes: [{ state, ordinal: 2 }], logged: [{ event: { type: 'vote.shown', data: { state } } }] },
  })
  expect(decided({ ...vote, state: 'draft' }, 'show')).toMatchObject({ refusal: { code: 'conflict' } })
})
