import { aVote } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { unseenVotes } from './use-vote-tab.ts'
import { receiptCode } from './vote-receipt.tsx'

describe('[G6] a vote that opens while somebody writes', () => {
  it('is announced until the guest opened its tab or voted', () => {
    const votes = ['v1', 'v2', 'v3'].map((id) => aVote({ id })).concat(aVote({ id: 'v4', state: 'closed' }))
    const ballot = { voteId: 'v3', key: 'k', optionIds: ['a'], delivery: 'sending', refusal: null, counted: null } as const
    expect(unseenVotes(votes, [ballot], new Set(['v1'])).map(({ id }) => id)).toEqual(['v2'])
  })
})

it('a receipt is short enough to be read aloud', () => {
  expect(receiptCode({ seq: 32, hash: '09b91cf39a0f55d0' })).toBe('32-09b91cf39a0f')
})
