import type { ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { messagesEn } from '../../messages/en.ts'
import { messagesZhCN } from '../../messages/zh-CN.ts'
import { VotePanel } from './vote-panel.tsx'
import { ballotOf, danceTally, danceVote } from './votes.test-kit.ts'

const nothing = (): void => undefined
const en = messagesEn.votes

const panel = (votes: readonly Vote[], ballots: readonly ViewBallot[] = [], labels = en) =>
  renderToStaticMarkup(
    <VotePanel
      votes={votes}
      ballots={ballots}
      onCast={nothing}
      onDiscard={nothing}
      labels={labels}
      belowCounted={({ voteId }) => <i>receipt of {voteId}</i>}
    />,
  )

describe('<VotePanel>', () => {
  it('[G10] one sentence says that no vote is open, in both languages', () => {
    expect(panel([])).toContain(en.none)
    expect(panel([], [], messagesZhCN.votes)).toContain(messagesZhCN.votes.none)
    expect(panel([danceVote({})])).not.toContain(en.none)
  })

  it('[G6] one choice is radio buttons in a named group, several are check boxes', () => {
    const one = panel([danceVote({})])
    expect(one).toMatch(/role="radiogroup" aria-labelledby="[^"]+" aria-describedby="[^"]+"/)
    expect(one.match(/type="radio"/g)).toHaveLength(3)
    const several = panel([danceVote({ maxChoices: 2 })])
    expect(several).toContain('role="group"')
    expect(several.match(/type="checkbox"/g)).toHaveLength(3)
    expect(several).toContain(en.left(2))
  })

  it.each([
    [{}, en.rules.oneChangeable, false],
    [{ changeable: false }, en.rules.oneFinal, true],
    [{ maxChoices: 2 }, en.rules.manyChangeable(2), true],
    [{ maxChoices: 2, changeable: false }, en.rules.manyFinal(2), true],
  ])('[G6] says whether a choice can be changed, and has a button where a tap is not enough: %o', (more, rule, hasButton) => {
    const html = panel([danceVote(more)])
    expect(html).toContain(rule)
    expect(html.includes('gw-vote__cast')).toBe(hasButton)
  })

  it('[G6] a choice is marked at once; the tick comes with the answer', () => {
    const sending = panel([danceVote({})], [ballotOf(['b'], 'sending')])
    expect(sending.match(/checked=""/g)).toHaveLength(1)
    expect(sending).toContain(en.sending)
    expect(sending).not.toContain(`>${en.counted}`)
    expect(sending).not.toContain('receipt of')
    const counted = panel([danceVote({})], [ballotOf(['b'], 'delivered')])
    expect(counted).toContain(en.counted)
    expect(counted).toContain('receipt of v1')
  })

  it('[G6] at the highest number of choices the other options are disabled', () => {
    const html = panel([danceVote({ maxChoices: 2 })], [ballotOf(['a', 'b'], 'delivered')])
    expect(html.match(/disabled=""/g)).toHaveLength(1)
    expect(html).toContain(en.left(0))
  })

  it('[G6] a ballot after the close says so, with a button to dismiss it', () => {
    const html = panel([danceVote({ state: 'closed' })], [ballotOf(['a'], 'failed', { code: 'vote_closed' })])
    expect(html).toContain(en.late)
    expect(html).toContain(en.dismiss)
    expect(html).not.toContain(en.again)
    expect(html).not.toContain('receipt of')
  })

  it('[G6] a refusal says why and what to do; a refused change says which choice still counts', () => {
    const refused = ballotOf(['b'], 'failed', { code: 'rate_limited' })
    expect(panel([danceVote({})], [refused])).toContain(`refused: rate_limited ${en.again}`)
    const change = panel([danceVote({})], [{ ...refused, counted: ['a'] }])
    expect(change).toContain(en.stillCounted('Waltz'))
  })

  it('[G7] results are a table: option, votes, share; the bar repeats what the figures say', () => {
    const html = panel([danceVote({ tally: danceTally({ a: 3, b: 1, c: 0 }, 4) })], [ballotOf(['a'], 'delivered')])
    expect(html).toContain('<table')
    expect(html).toContain(`<caption class="gw-tally__caption">${en.results.soFar} · ${en.voters(4)}</caption>`)
    expect(html.match(/scope="col"/g)).toHaveLength(3)
    expect(html.match(/scope="row"/g)).toHaveLength(3)
    expect(html).toContain('<td>3</td><td>75%</td>')
    expect(html).toMatch(/class="gw-bar" aria-hidden="true"/)
    // One's own is marked by a word, not by a colour.
    expect(html.split(en.yours)).toHaveLength(2)
  })

  it('[G7] hidden results leave nothing of an order: no table, no bar, no figure, and say when they come', () => {
    for (const tally of [null, danceTally({}, 31)]) {
      const html = panel([danceVote({ results: 'afterClose', tally })])
      expect(html).not.toMatch(/<table|gw-bar|%/)
      expect(html).toContain(en.hints.afterClose)
    }
  })

  it('a closed vote stays below, with its result or with what could be chosen', () => {
    const html = panel([
      danceVote({ id: 'v0', state: 'closed', question: 'Dessert?', tally: danceTally({ a: 1, b: 0, c: 0 }, 1) }),
      danceVote({ id: 'v2', state: 'closed', question: 'Speech?', results: 'never' }),
      danceVote({}),
    ])
    expect(html.indexOf('First dance?')).toBeLessThan(html.indexOf(en.closedTitle))
    expect(html.indexOf(en.closedTitle)).toBeLessThan(html.indexOf('Speech?'))
    expect(html.indexOf('Speech?')).toBeLessThan(html.indexOf('Dessert?'))
    expect(html).toContain(en.hints.host)
    expect(html.match(/type="radio"/g)).toHaveLength(3)
  })

  it('[G6] a vote that closed before the ballot arrived stays in place until the guest has read that', () => {
    const votes = [danceVote({ id: 'v0', question: 'Dessert?' }), danceVote({ state: 'closed' })]
    const late = panel(votes, [ballotOf(['a'], 'failed', { code: 'vote_closed' })])
    expect(late.indexOf('First dance?')).toBeLessThan(late.indexOf('Dessert?'))
    expect(late).not.toContain(en.closedTitle)
    expect(panel(votes)).toContain(en.closedTitle)
  })

  it('shows markup as text', () => {
    expect(panel([danceVote({ question: '<b>?</b>', options: [{ id: 'a', label: '<i>x</i>' }] })])).not.toMatch(/<b>|<i>/)
  })
})
