import { describe, expect, it } from 'vitest'
import { danceVote } from '../vote/votes.test-kit.ts'
import { wallVote } from './wall-vote.ts'

describe('[P3] the vote that the results layout shows', () => {
  it('is the one opened last, closed or not, and never a draft', () => {
    const closed = danceVote({ id: 'v1', state: 'closed' })
    const open = danceVote({ id: 'v2' })
    expect(wallVote([closed, open, danceVote({ id: 'v3', state: 'draft' })])).toBe(open)
    expect(wallVote([open, closed])).toBe(closed)
    expect(wallVote([danceVote({ state: 'draft' })])).toBeNull()
  })
})
