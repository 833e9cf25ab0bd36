import type { Vote } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { unseenVotes } from './use-vote-tab.ts'
import { receiptCode } from './vote-receipt.tsx'

const voteOf = (id: string, state: Vote['state'] = 'open'): Vote => ({
  id,
  question: '?',
  options: [],
  maxChoices: 1,
  state,
  results: 'always',
  changeable: true,
  tally: null,
})

describe('[G6] a vote that opens while somebody writes', () => {
  it('is told of until it was looked at or voted in', () => {
    const votes = [voteOf('v1'), voteOf('v2'), voteOf('v3'), voteOf('v4', 'closed')]
    const ballot = { voteId: 'v3', key: 'k', optionIds: ['a'], delivery: 'sending', refusal: null, counted: null } as const
    expect(unseenVotes(votes, [ballot], new Set(['v1'])).map(({ id }) => id)).toEqual(['v2'])
  })
})

it('a receipt is short enough to be read aloud', () => {
  expect(receiptCode({ seq: 32, hash: '09b91cf39a0f55d0' })).toBe('32-09b91cf39a0f')
})
