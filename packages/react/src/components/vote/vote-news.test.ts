import { describe, expect, it } from 'vitest'
import { type VotesState, voteNews } from './vote-news.ts'
import { ballotOf, danceTally, danceVote } from './votes.test-kit.ts'

const look = (votes: VotesState['votes'], ballots: VotesState['ballots'] = []): VotesState => ({ votes, ballots })
const kinds = (before: VotesState | null, now: VotesState) => voteNews(before, now).map(({ kind }) => kind)
const tally = danceTally({ a: 1, b: 0, c: 0 }, 1)

describe('[Access] a screen reader announces each change of a vote once', () => {
  it('votes of the first snapshot are not announced', () => {
    expect(kinds(null, look([danceVote({ tally })], [ballotOf(['a'], 'delivered')]))).toEqual([])
  })

  it.each([
    ['a new vote', [], [danceVote({})], ['opened']],
    ['one that opens again', [danceVote({ state: 'closed' })], [danceVote({})], ['opened']],
    ['the close', [danceVote({ tally })], [danceVote({ state: 'closed', tally })], ['closed']],
    ['the close that brings the results', [danceVote({})], [danceVote({ state: 'closed', tally })], ['closed', 'results']],
    ['results that the host shows', [danceVote({})], [danceVote({ tally })], ['results']],
    ['a newer tally: nothing', [danceVote({ tally })], [danceVote({ tally: { ...tally, version: 2, ballots: 2 } })], []],
    ['hidden again: nothing', [danceVote({ tally })], [danceVote({})], []],
    ['a draft: nothing', [], [danceVote({ state: 'draft' })], []],
    ['a closed vote that comes back into view: nothing', [], [danceVote({ state: 'closed', tally })], []],
  ])('%s', (_name, before, now, news) => {
    expect(kinds(look(before), look(now))).toEqual(news)
  })

  const sending = ballotOf(['a'], 'sending')
  it.each([
    ['counted', sending, ballotOf(['a'], 'delivered'), ['counted']],
    ['counted once', ballotOf(['a'], 'delivered'), ballotOf(['a'], 'delivered'), []],
    ['on its way: nothing', ballotOf(['a'], 'delivered'), ballotOf(['b'], 'sending'), []],
    ['a change that was counted between two looks', ballotOf(['a'], 'delivered'), ballotOf(['b'], 'delivered'), ['counted']],
    ['late', sending, ballotOf(['a'], 'failed', { code: 'vote_closed' }), ['late']],
    ['refused', sending, ballotOf(['a'], 'failed', { code: 'rate_limited' }), ['refused']],
    ['a refusal that is taken away: nothing', ballotOf(['b'], 'failed', { code: 'vote_closed' }), ballotOf(['a'], 'delivered'), []],
  ])('a ballot: %s', (_name, before, now, news) => {
    expect(kinds(look([danceVote({})], [before]), look([danceVote({})], [now]))).toEqual(news)
  })

  it('a ballot that was restored from storage is not announced', () => {
    expect(kinds(look([danceVote({})]), look([danceVote({})], [ballotOf(['a'], 'delivered')]))).toEqual([])
  })
})
