import type { Results, Session } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { chainStart } from './ballot-chain.ts'
import type { VoteAction } from './command.ts'
import { decideVoteAction } from './decide-vote-action.ts'
import type { DecisionState } from './decision.ts'
import type { VoteRecord } from '../../domain/vote-record.ts'

const HOST = { sessionId: 's', id: 'h', name: 'Host', role: 'host' } as const

function vote(change: Partial<VoteRecord>): VoteRecord {
  const options = [{ id: 'o1', label: 'A' }]
  const words = { id: 'v', question: 'Q', options, optionsMade: 1, maxChoices: 1, changeable: true, results: 'always' } as const
  const counted = { counts: { o1: 0 }, ballots: 0, chain: chainStart('s', 'v'), published: null }
  return { ...words, state: 'open', revealed: null, ordinal: 1, ...counted, ...change }
}

/** What the host's word is after the actions. */
function revealedAfter(record: VoteRecord, actions: readonly VoteAction[]): boolean | null {
  return actions.reduce((before, action): VoteRecord => {
    const votes = new Map([[before.id, before]])
    const state: DecisionState = { session: {} as Session, messages: new Map(), votes, ballots: new Map(), freshVoters: new Map() }
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
  expect(revealedAfter(vote({ results, state }), actions)).toBe(revealed)
})
