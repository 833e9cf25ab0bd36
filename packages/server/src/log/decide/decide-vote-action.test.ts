import type { Results, Session } from '@guestwall/protocol'
import { expect, test } from 'vitest'
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

/** The host's decision about the results after the actions. */
function revealedAfter(record: VoteRecord, actions: readonly VoteAction[]): boolean | null {
  return actions.reduce((before, action): VoteRecord => {
    const votes = new Map([[before.id, before]])
    const nothingElse = { guests: new Map(), ballots: new Map(), freshVoters: new Map(), credentials: new Map() }
    const state: DecisionState = { ...NO_MESSAGES, session: {} as Session, votes, ...nothingElse }
    const command = { kind: 'actOnVote', actor: HOST, key: action, bodyHash: '', voteId: 'v', action: action } as const
    const decision = decideVoteAction(state, command, { now: '2026-11-22T10:00:00.000Z', clockMs: 0, nextEventId: 2, newId: 'new' })
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
