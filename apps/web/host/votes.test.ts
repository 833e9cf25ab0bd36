import type { Vote } from '@guestwall/protocol'
import { aTally, aVote } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { asWallSees, isOnWall } from './hall-view.ts'
import { actionsOf, isUnused } from './host-vote.tsx'
import { insteadOf, undoOf } from './undo.ts'
import {
  changeBody,
  createBody,
  draftOf,
  draftProblem,
  isFixed,
  NEW_DRAFT,
  type VoteDraft,
  withLabel,
  withOptions,
  withoutOption,
} from './vote-draft.ts'

function danceVote(more: Partial<Vote> = {}): Vote {
  const options = [
    { id: 'a', label: 'Waltz' },
    { id: 'b', label: 'Tango' },
  ]
  return aVote({ question: 'First dance?', options, ...more })
}
const tally = aTally(3, { counts: { a: 2, b: 1 } })

describe('[H5] what a wall screen shows of a vote', () => {
  it.each([
    ['open', 'always', undefined, true],
    // A wall screen has no ballot.
    ['open', 'afterVoting', undefined, false],
    ['closed', 'afterVoting', undefined, true],
    ['open', 'afterClose', true, true],
    ['closed', 'always', false, false],
  ] as const)('%s, %s, revealed %s: counts %s', (state, results, revealed, areShown) => {
    expect(isOnWall(danceVote({ state, results, ...(revealed === undefined ? {} : { revealed }) }))).toBe(areShown)
  })

  it('[P5] the preview is what a wall screen gets: no drafts, and no counts where they are hidden', () => {
    const seen = asWallSees([
      danceVote({ results: 'never', tally }),
      danceVote({ id: 'v2', tally }),
      danceVote({ id: 'v3', state: 'draft' }),
    ])
    expect(seen.map(({ id, tally: shown }) => [id, shown?.counts, shown?.ballots])).toEqual([
      ['v1', {}, 3],
      ['v2', { a: 2, b: 1 }, 3],
    ])
  })
})

describe('[H5] the actions of a vote', () => {
  it.each([
    ['draft', 'always', true, ['open']],
    ['open', 'always', true, ['close', 'hide']],
    ['open', 'afterClose', true, ['close', 'reveal']],
    ['closed', 'always', true, ['hide', 'reopen', 'rerun']],
    ['closed', 'never', true, ['reveal', 'reopen', 'rerun']],
    ['draft', 'always', false, []],
    ['closed', 'never', false, ['reveal']],
  ] as const)('%s, %s, session running %s', (state, results, isRunning, actions) => {
    expect(actionsOf(danceVote({ state, results }), isRunning)).toEqual(actions)
  })

  it.each([
    ['open', 'withdraw', 'v1'],
    ['rerun', 'remove', 'v1'],
    ['close', 'reopen', 'v1'],
    ['reopen', 'close', 'v1'],
    ['reveal', 'hide', 'v1'],
    ['hide', 'reveal', 'v1'],
    ['show', 'show', 'before'],
  ] as const)('[VOTE-6] %s is undone by %s, and nothing is left of it', (action, undo, voteId) => {
    expect(undoOf({ action, vote: danceVote(), onScreenBefore: 'before' })).toEqual({ voteId, action: undo })
  })

  it('a vote in which somebody has voted meanwhile is closed instead, and a deletion has no undo', () => {
    expect(insteadOf({ voteId: 'v1', action: 'withdraw' })).toEqual({ voteId: 'v1', action: 'close' })
    expect(insteadOf({ voteId: 'v1', action: 'remove' })).toEqual({ voteId: 'v1', action: 'close' })
    expect(insteadOf({ voteId: 'v1', action: 'reopen' })).toBeNull()
    expect(undoOf({ action: 'remove', vote: danceVote(), onScreenBefore: null })).toBeNull()
  })

  it('only a draft, and a closed vote without a ballot, can be deleted', () => {
    const votes = [danceVote({ state: 'draft' }), danceVote({ state: 'closed', tally: { ...tally, ballots: 0 } })]
    expect(votes.map(isUnused)).toEqual([true, true])
    expect([danceVote({ state: 'open' }), danceVote({ state: 'closed', tally })].map(isUnused)).toEqual([false, false])
  })
})

describe('[H5] writing a vote', () => {
  const written: VoteDraft = withLabel(withLabel({ ...NEW_DRAFT, question: ' Dessert? ' }, 'new-1', 'Cake'), 'new-2', ' Ice ')
  let made = 0
  const newKey = () => `key-${(made += 1)}`

  it('a vote needs a question and two different options', () => {
    expect(draftProblem(NEW_DRAFT, false)).toBe('noQuestion')
    expect(draftProblem({ ...NEW_DRAFT, question: '?' }, false)).toBe('fewOptions')
    expect(draftProblem(withLabel(written, 'new-2', 'Cake '), false)).toBe('sameOptions')
    expect(draftProblem({ ...written, question: '好'.repeat(81) }, false)).toBe('longQuestion')
    expect(draftProblem(withLabel(written, 'new-2', '好'.repeat(101)), false)).toBe('longOption')
    expect(draftProblem(written, false)).toBeNull()
  })

  it('the body has trimmed texts, no empty option, and no more choices than options', () => {
    const draft = { ...withOptions(written, 'new-2', [''], newKey), isMultiple: true, maxChoices: 5 }
    expect(createBody(draft)).toEqual({
      question: 'Dessert?',
      options: ['Cake', 'Ice'],
      maxChoices: 2,
      changeable: true,
      results: 'always',
    })
  })

  it('each line of a pasted list becomes an option, up to twenty', () => {
    const labels = Array.from({ length: 30 }, (_, at) => `Option ${at}`)
    const pasted = withOptions(written, 'new-1', labels, newKey)
    expect(pasted.options).toHaveLength(20)
    expect(pasted.options.map(({ label }) => label).slice(0, 3)).toEqual(['Cake', 'Option 0', 'Option 1'])
    expect(withoutOption(pasted, 'new-1').options[0]?.label).toBe('Option 0')
  })

  it('after the first ballot a change sends only question and labels', () => {
    const vote = danceVote({ tally })
    expect(isFixed(vote)).toBe(true)
    expect(isFixed(danceVote({ tally: { ...tally, ballots: 0 } }))).toBe(false)
    const draft = { ...withLabel(draftOf(vote), 'b', 'Tango!'), changeable: false }
    expect(changeBody(draft, vote, true)).toEqual({
      options: [
        { id: 'a', label: 'Waltz' },
        { id: 'b', label: 'Tango!' },
      ],
    })
    expect(draftProblem(withLabel(draftOf(vote), 'b', ' '), true)).toBe('emptyOption')
  })

  it('before the first ballot a change sends everything; a new option has no id', () => {
    const vote = danceVote()
    const draft = withOptions(draftOf(vote), 'b', ['Polka'], newKey)
    expect(changeBody({ ...draft, results: 'never' }, vote, false)).toEqual({
      options: [{ id: 'a', label: 'Waltz' }, { id: 'b', label: 'Tango' }, { label: 'Polka' }],
      maxChoices: 1,
      changeable: true,
      results: 'never',
    })
  })
})
