import type { Vote } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { noteOf } from './results-screen.tsx'
import { resultsKeyAct, voteKeyAct } from './vote-keys.ts'
import { wallPageMessages } from './messages.ts'

function voteOf(id: string, state: Vote['state'], more: Partial<Vote> = {}): Vote {
  const options = [
    { id: 'a', label: 'Waltz' },
    { id: 'b', label: 'Tango' },
  ]
  return { id, question: '?', options, maxChoices: 1, state, results: 'always', changeable: true, tally: null, ...more }
}
const tally = { voteId: 'v1', version: 1, state: 'open' as const, counts: { a: 1, b: 0 }, ballots: 1 }

describe('[P9] the keys of a host on the wall', () => {
  it('Space closes what is open, else opens the newest', () => {
    expect(voteKeyAct([])).toBeNull()
    expect(voteKeyAct([voteOf('v1', 'closed'), voteOf('v2', 'draft')])).toEqual({ voteId: 'v2', action: 'open' })
    expect(voteKeyAct([voteOf('v1', 'open'), voteOf('v2', 'draft')])).toEqual({ voteId: 'v1', action: 'close' })
    expect(voteKeyAct([voteOf('v1', 'closed')])).toEqual({ voteId: 'v1', action: 'reopen' })
  })

  it('Enter shows or hides the results of the vote that the wall shows, by what it shows now', () => {
    expect(resultsKeyAct([])).toBeNull()
    expect(resultsKeyAct([voteOf('v1', 'open', { tally: { ...tally, counts: {} } })])).toEqual({ voteId: 'v1', action: 'reveal' })
    expect(resultsKeyAct([voteOf('v0', 'open'), voteOf('v1', 'closed', { tally })])).toEqual({ voteId: 'v1', action: 'hide' })
  })
})

describe('[P5] what the wall says of results to come', () => {
  const t = wallPageMessages('en')
  it('when they come by themselves, and nothing where they are there or the host’s matter', () => {
    expect(noteOf(voteOf('v1', 'open', { results: 'afterClose' }), t)).toBe(t.hints.afterClose)
    expect(noteOf(voteOf('v1', 'open', { results: 'afterVoting' }), t)).toBe(t.hints.afterVoting)
    expect(noteOf(voteOf('v1', 'open', { results: 'never' }), t)).toBeNull()
    expect(noteOf(voteOf('v1', 'open', { results: 'afterClose', revealed: false }), t)).toBeNull()
    expect(noteOf(voteOf('v1', 'open', { results: 'afterClose', tally }), t)).toBeNull()
  })
})
