import { describe, expect, it } from 'vitest'
import type { HostActs } from './host-acts.ts'
import { type AnsweredAct, outcomeOfAct } from './use-vote-acts.ts'

const ME = { id: 'me', name: '我' }
const LILY = { id: 'lily', name: '小雨' }
const act = (vote: string, by: typeof ME, eventId: number) => ({ target: `vote ${vote}`, by, eventId })
const reopen = { voteId: 'v1', action: 'reopen' } as const
const answered: AnsweredAct = { action: 'close', voteId: 'v1', press: { target: 'vote v1', sinceId: 6 }, undo: reopen }
const outcome = (of: AnsweredAct | null, ...acts: HostActs) => outcomeOfAct(of, { acts, ownId: ME.id })

describe('[MOD-4] [VOTE-6] of two hosts who close a vote', () => {
  it('the first one may take it back', () => {
    expect(outcome(answered, act('v1', ME, 7))).toEqual({ done: { action: 'close', undo: reopen }, late: null })
  })

  it('the second one is told who was first, and gets no undo of it', () => {
    expect(outcome(answered, act('v1', LILY, 7))).toEqual({ done: null, late: { voteId: 'v1', by: LILY } })
  })

  it('who is refused because the vote is not as it was is told so, with the name once it is known', () => {
    const refused = { ...answered, undo: undefined }
    expect(outcome(refused)).toEqual({ done: null, late: { voteId: 'v1', by: null } })
    expect(outcome(refused, act('v1', LILY, 7)).late).toEqual({ voteId: 'v1', by: LILY })
  })

  it('the undo is over once the other one has acted on any vote', () => {
    expect(outcome(answered, act('v1', ME, 7), act('v2', LILY, 8)).done).toEqual({ action: 'close', undo: null })
  })

  it('nothing is said of no act', () => {
    expect(outcome(null, act('v1', LILY, 7))).toEqual({ done: null, late: null })
  })
})
