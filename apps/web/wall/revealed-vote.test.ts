import { aTally, aVote } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { NO_VOTES_SEEN, seeVotes } from './revealed-vote.ts'

const hidden = (id: string) => aVote({ id, state: 'closed', results: 'never' })
const shown = (id: string) => aVote({ id, state: 'closed', results: 'never', revealed: true })
const after = (...pictures: (readonly ReturnType<typeof hidden>[])[]) => pictures.reduce(seeVotes, NO_VOTES_SEEN).revealedId

test('[VOTE-1] results that are revealed are on the screen, whichever vote was opened last', () => {
  expect(after([hidden('one'), hidden('two')])).toBeNull()
  expect(after([hidden('one'), hidden('two')], [shown('one'), hidden('two')])).toBe('one')
  expect(after([hidden('one'), hidden('two')], [shown('one'), hidden('two')], [shown('one'), shown('two')])).toBe('two')
})

test('[VOTE-1] they leave when they are hidden again, or another vote is opened or shown', () => {
  const revealed = [
    [hidden('one'), hidden('two')],
    [shown('one'), hidden('two')],
  ]
  expect(after(...revealed, [hidden('one'), hidden('two')])).toBeNull()
  expect(after(...revealed, [shown('one'), hidden('two'), aVote({ id: 'three', state: 'open' })])).toBeNull()
  expect(after(...revealed, [shown('one'), hidden('two')])).toBe('one')
})

test('the first ballot of a vote whose results everybody may see is no event', () => {
  const open = aVote({ id: 'one', state: 'open', results: 'always' })
  const counted = { ...open, tally: aTally(1, { voteId: 'one' }) }
  expect(after([open, hidden('two')], [counted, hidden('two')])).toBeNull()
})

test('results that a screen has always seen are no event', () => {
  expect(after([shown('one'), hidden('two')], [shown('one'), hidden('two')])).toBeNull()
})
