import { aTally, aVote } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { noteOf } from './results-screen.tsx'
import { resultsKeyAct, voteKeyAct } from './vote-keys.ts'
import { wallPageMessages } from './messages.ts'

const tally = aTally(1)

describe('[P9] the keys of a host on the wall', () => {
  it('Space closes what is open, else opens the newest', () => {
    expect(voteKeyAct([])).toBeNull()
    expect(voteKeyAct([aVote({ id: 'v1', state: 'closed' }), aVote({ id: 'v2', state: 'draft' })])).toEqual({
      voteId: 'v2',
      action: 'open',
    })
    expect(voteKeyAct([aVote({ id: 'v1', state: 'open' }), aVote({ id: 'v2', state: 'draft' })])).toEqual({ voteId: 'v1', action: 'close' })
    expect(voteKeyAct([aVote({ id: 'v1', state: 'closed' })])).toEqual({ voteId: 'v1', action: 'reopen' })
  })

  it('Enter shows or hides the results of the vote that the wall shows, by what it shows now', () => {
    expect(resultsKeyAct([])).toBeNull()
    expect(resultsKeyAct([aVote({ id: 'v1', state: 'open', tally: { ...tally, counts: {} } })])).toEqual({ voteId: 'v1', action: 'reveal' })
    expect(resultsKeyAct([aVote({ id: 'v0', state: 'open' }), aVote({ id: 'v1', state: 'closed', tally })])).toEqual({
      voteId: 'v1',
      action: 'hide',
    })
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
