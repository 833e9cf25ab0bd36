import type { ViewBallot } from '@guestwall/client'
import { describe, expect, it } from 'vitest'
import { resultsAudience, type ResultsView, viewResults } from './results-view.ts'
import { ballotOf, danceTally, danceVote } from './votes.test-kit.ts'
import { choiceText, closedVotes, openVotes, viewVote } from './vote-view.ts'

const sending = ballotOf(['a'], 'sending')
const counted = ballotOf(['a'], 'delivered')
const late = ballotOf(['a'], 'failed', { code: 'vote_closed' })
const refusedChange: ViewBallot = { ...ballotOf(['b'], 'failed', { code: 'rate_limited' }), counted: ['a'] }

describe('[G6] the controls of a choice', () => {
  it.each([
    ['one, changeable: the tap is the ballot', danceVote({}), null, 'tap'],
    ['one, changeable, voted: the next tap changes it', danceVote({}), counted, 'tap'],
    ['one, final: a press of its own', danceVote({ changeable: false }), null, 'submit'],
    ['one, final, on its way: nothing more', danceVote({ changeable: false }), sending, 'none'],
    ['one, final, voted: nothing more', danceVote({ changeable: false }), counted, 'none'],
    ['one, final, refused: again', danceVote({ changeable: false }), ballotOf(['a'], 'failed', { code: 'rate_limited' }), 'submit'],
    ['one, final, a change refused: nothing more', danceVote({ changeable: false }), refusedChange, 'none'],
    ['several: one ballot holds them all, so a press', danceVote({ maxChoices: 2 }), null, 'submit'],
    ['several, voted, changeable: a press', danceVote({ maxChoices: 2 }), counted, 'submit'],
    ['closed: nothing', danceVote({ state: 'closed' }), null, 'none'],
  ] as const)('%s', (_name, vote, ballot, input) => {
    expect(viewVote(vote, ballot, true).input).toBe(input)
    expect(viewVote(vote, ballot, false).input).toBe('none')
  })
})

describe('[G6] the state of one’s own ballot', () => {
  it.each([
    [danceVote({}), null, 'none', []],
    [danceVote({}), sending, 'sending', ['a']],
    [danceVote({}), counted, 'counted', ['a']],
    [danceVote({ state: 'closed' }), counted, 'counted', ['a']],
    [danceVote({ state: 'closed' }), late, 'late', []],
    [danceVote({}), refusedChange, 'refused', ['a']],
    [danceVote({ state: 'closed' }), null, 'missed', []],
  ] as const)('%#', (vote, ballot, status, chosen) => {
    expect(viewVote(vote, ballot, true)).toMatchObject({ status, chosen })
  })
})

describe('[G7] the reason for hidden results', () => {
  it.each([
    ['always', 'open', undefined, null, 'coming'],
    ['afterVoting', 'open', undefined, null, 'afterVoting'],
    ['afterVoting', 'open', undefined, counted, 'coming'],
    ['afterVoting', 'closed', undefined, null, 'coming'],
    ['afterClose', 'open', undefined, counted, 'afterClose'],
    ['afterClose', 'closed', undefined, null, 'coming'],
    ['never', 'open', undefined, counted, 'host'],
    ['never', 'closed', undefined, counted, 'host'],
    // The host's word goes before the setting.
    ['always', 'open', false, counted, 'host'],
    ['afterClose', 'closed', false, counted, 'host'],
    ['never', 'closed', true, null, 'coming'],
  ] as const)('%s, %s, revealed %s', (results, state, revealed, ballot, hint) => {
    const vote = danceVote({ results, state, ...(revealed === undefined ? {} : { revealed }) })
    expect(viewVote(vote, ballot, true).results).toEqual({ areVisible: false, hint, voters: 0 })
  })

  it('results that the server sent are visible, also before the first ballot', () => {
    expect(viewResults(danceVote({ tally: danceTally({ a: 1, b: 0 }, 1) }))).toMatchObject({ areVisible: true, voters: 1 })
    expect(viewResults(danceVote({ tally: danceTally({ a: 0, b: 0 }, 0) }))).toMatchObject({ areVisible: true, voters: 0 })
  })
})

describe('[H5] the audience of the results', () => {
  it.each([
    ['draft', 'always', undefined, 'draft'],
    ['open', 'always', undefined, 'everyone'],
    ['open', 'afterVoting', undefined, 'voters'],
    ['closed', 'afterVoting', undefined, 'everyone'],
    ['open', 'afterClose', undefined, 'afterClose'],
    ['closed', 'afterClose', undefined, 'everyone'],
    ['open', 'never', undefined, 'never'],
    ['closed', 'never', undefined, 'never'],
    ['open', 'afterClose', true, 'revealed'],
    ['closed', 'always', false, 'hidden'],
  ] as const)('%s, %s, revealed %s: %s', (state, results, revealed, audience) => {
    expect(resultsAudience(danceVote({ state, results, ...(revealed === undefined ? {} : { revealed }) }))).toBe(audience)
  })
})

const rowsOf = (results: ResultsView) => (results.areVisible ? results.rows : expect.fail('the results are hidden'))

describe('[G7] the rows of a result', () => {
  it('are shares of the ballots, in the order of the vote, and every option with the most leads', () => {
    const rows = rowsOf(viewResults(danceVote({ tally: danceTally({ a: 1, b: 2, c: 2 }, 3) })))
    expect(rows.map(({ label, count, percent, isLeading }) => [label, count, percent, isLeading])).toEqual([
      ['Waltz', 1, 33, false],
      ['Tango', 2, 67, true],
      ['Cha-cha', 2, 67, true],
    ])
  })

  it('no option leads where all have the same count', () => {
    expect(rowsOf(viewResults(danceVote({ tally: danceTally({ a: 2, b: 2, c: 2 }, 6) }))).some((row) => row.isLeading)).toBe(false)
  })

  it('[P5] a number of ballots without counts gives no result', () => {
    expect(viewResults(danceVote({ tally: danceTally({}, 31) }))).toMatchObject({ areVisible: false, voters: 31 })
    expect(viewResults(danceVote({}))).toMatchObject({ areVisible: false, voters: 0 })
  })

  it('an option without a count shows none', () => {
    expect(rowsOf(viewResults(danceVote({ tally: danceTally({ a: 1 }, 1) }))).map((row) => row.count)).toEqual([1, 0, 0])
  })
})

it('open votes come newest first, drafts never', () => {
  const votes = [
    danceVote({ id: 'v1', state: 'closed' }),
    danceVote({ id: 'v2' }),
    danceVote({ id: 'v3', state: 'draft' }),
    danceVote({ id: 'v4' }),
    danceVote({ id: 'v5', state: 'closed' }),
  ]
  expect(openVotes(votes).map(({ id }) => id)).toEqual(['v4', 'v2'])
  expect(closedVotes(votes).map(({ id }) => id)).toEqual(['v5', 'v1'])
})

it('a choice is named in the vote’s order', () => {
  expect(choiceText(danceVote({}), ['c', 'a'])).toBe('Waltz · Cha-cha')
})
