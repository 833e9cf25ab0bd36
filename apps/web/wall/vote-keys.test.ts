import { aTally, aVote } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { noteOf } from './results-screen.tsx'
import { keyedVote, resultsKeyAct, voteKeyAct, type VotesOnScreen } from './vote-keys.ts'
import { wallPageMessages } from './messages.ts'

const tally = aTally(1)

describe('[P9] the keys of a host on the wall', () => {
  const closed = aVote({ id: 'v1', state: 'closed', tally })
  const draft = aVote({ id: 'v2', state: 'draft' })
  const on = (more: Partial<VotesOnScreen>): VotesOnScreen => ({
    picture: 'results',
    isReady: false,
    votes: [closed],
    revealedId: null,
    ...more,
  })

  it.each(['masonry', 'danmaku', 'spotlight', 'idle', 'blank', null] as const)('act on no vote while the screen shows %s', (picture) => {
    expect(keyedVote(on({ picture }))).toBeUndefined()
    expect(keyedVote(on({ picture: 'results' }))).toBe(closed)
  })

  it('act on the vote that the screen shows: the one that was revealed last, before newer ones', () => {
    const newer = aVote({ id: 'v3', state: 'open' })
    expect(keyedVote(on({ votes: [closed, newer] }))).toBe(newer)
    expect(keyedVote(on({ votes: [closed, newer], revealedId: 'v1' }))).toBe(closed)
  })

  it('open the first vote on a screen whose layout is that of votes', () => {
    expect(keyedVote(on({ picture: 'masonry', isReady: true, votes: [] }))).toBeNull()
    expect(voteKeyAct([draft], null)).toEqual({ voteId: 'v2', action: 'open' })
    expect(voteKeyAct([], null)).toBeNull()
  })

  it('Space closes the vote on the screen; a closed one is followed by a draft, else opened again', () => {
    const open = aVote({ id: 'v1', state: 'open' })
    expect(voteKeyAct([open, draft], 'v1')).toEqual({ voteId: 'v1', action: 'close' })
    expect(voteKeyAct([closed, draft], 'v1')).toEqual({ voteId: 'v2', action: 'open' })
    expect(voteKeyAct([closed], 'v1')).toEqual({ voteId: 'v1', action: 'reopen' })
    expect(voteKeyAct([closed, aVote({ id: 'v3', state: 'open' })], 'v1')).toEqual({ voteId: 'v1', action: 'reopen' })
  })

  it('Enter shows or hides the results of the vote on the screen, by what is shown now', () => {
    expect(resultsKeyAct([], null)).toBeNull()
    expect(resultsKeyAct([aVote({ id: 'v1', state: 'open', tally: { ...tally, counts: {} } })], 'v1')).toEqual({
      voteId: 'v1',
      action: 'reveal',
    })
    expect(resultsKeyAct([aVote({ id: 'v0', state: 'open' }), closed], 'v1')).toEqual({ voteId: 'v1', action: 'hide' })
  })
})

describe('[P5] the note about hidden results on the wall', () => {
  const t = wallPageMessages('en')
  it('says when results follow by themselves, and is absent where they are visible or the host decides', () => {
    expect(noteOf(aVote({ id: 'v1', state: 'open', results: 'afterClose' }), t)).toBe(t.hints.afterClose)
    expect(noteOf(aVote({ id: 'v1', state: 'open', results: 'afterVoting' }), t)).toBe(t.hints.afterVoting)
    expect(noteOf(aVote({ id: 'v1', state: 'open', results: 'never' }), t)).toBeNull()
    expect(noteOf(aVote({ id: 'v1', state: 'open', results: 'afterClose', revealed: false }), t)).toBeNull()
    expect(noteOf(aVote({ id: 'v1', state: 'open', results: 'afterClose', tally }), t)).toBeNull()
  })
})
