import { OwnBallotSchema, type Vote, type VotePayload, type WallEvent } from '@guestwall/protocol'
import { equal, holds } from '../check.ts'
import { type Rule, rule } from '../rule.ts'
import { becomes, freshKey, type Scene } from '../scene.ts'
import type { SocketClient } from '../socket-client.ts'

/** VOTE: one ballot a guest, counted exactly. */
export const VOTE_RULES: readonly Rule[] = [
  rule('VOTE-1', 'a ballot with an unknown option, one option twice, or more than maxChoices is refused: invalid_choice', async (scene) => {
    const socket = await scene.connect(await scene.guest())
    const vote = await scene.openVote({ options: ['甲', '乙', '丙'], maxChoices: 2 })
    const [a = '', b = '', c = ''] = idsOf(vote)
    for (const optionIds of [['nothing'], [a, a], [a, b, c]]) {
      const answer = await scene.settled(socket, { type: 'castVote', key: freshKey(), voteId: vote.id, optionIds })
      equal(`the answer to the choice ${optionIds.join(', ')}`, answer.type === 'error' ? answer.code : answer, 'invalid_choice')
    }
    equal('a right choice', await scene.vote(socket, vote.id, [b, c]), { voteId: vote.id, optionIds: [b, c] })
  }),

  rule('VOTE-2', 'a newer ballot replaces the one before: a guest is counted once, over socket and HTTP', async (scene) => {
    const guest = await scene.guest()
    const socket = await scene.connect(guest)
    const vote = await scene.openVote()
    const [a = '', b = ''] = idsOf(vote)
    await scene.vote(socket, vote.id, [a])
    await scene.voteOverHttp(guest, vote.id, [b])
    equal('the counts', await finalCounts(scene, socket, vote), { ballots: 1, counts: countsOf(vote, { [b]: 1 }) })
  }),

  rule('VOTE-2', 'the ballots of four guests at once are all counted', async (scene) => {
    const vote = await scene.openVote()
    const [a = '', b = ''] = idsOf(vote)
    const sockets = await Promise.all(['一', '二', '三', '四'].map(async (name) => scene.connect(await scene.guest(name))))
    await Promise.all(sockets.map((socket, index) => scene.vote(socket, vote.id, [index === 0 ? b : a])))
    equal('the counts', await finalCounts(scene, sockets[0] as SocketClient, vote), {
      ballots: 4,
      counts: countsOf(vote, { [a]: 3, [b]: 1 }),
    })
  }),

  rule('VOTE-2', 'where a ballot is final a second one is refused: vote_final', async (scene) => {
    const socket = await scene.connect(await scene.guest())
    const vote = await scene.openVote({ changeable: false })
    const [a = '', b = ''] = idsOf(vote)
    await scene.vote(socket, vote.id, [a])
    const answer = await scene.settled(socket, { type: 'castVote', key: freshKey(), voteId: vote.id, optionIds: [b] })
    equal('the answer to the second ballot', answer.type === 'error' ? [answer.code, answer.retryable] : answer, ['vote_final', false])
  }),

  rule(
    'VOTE-3',
    'a ballot after the close is refused for good: vote_closed; the tally in the close counts those before it',
    async (scene) => {
      const [voter, late] = [await scene.connect(await scene.guest('甲')), await scene.connect(await scene.guest('乙'))]
      const vote = await scene.openVote()
      const [a = '', b = ''] = idsOf(vote)
      await scene.vote(voter, vote.id, [a])
      await scene.session.closeVote(vote.id)
      const answer = await scene.settled(late, { type: 'castVote', key: freshKey(), voteId: vote.id, optionIds: [b] })
      equal('the answer to the late ballot', answer.type === 'error' ? [answer.code, answer.retryable] : answer, ['vote_closed', false])
      const closed = await late.event('vote.closed', ({ data }) => data.id === vote.id)
      equal('the last counts', closed.data.tally?.counts, countsOf(vote, { [a]: 1 }))
    },
  ),

  rule('VOTE-4', 'published tallies hold absolute counts under growing versions', async (scene) => {
    const sockets = await Promise.all(['一', '二', '三'].map(async (name) => scene.connect(await scene.guest(name))))
    const vote = await scene.openVote()
    const [a = ''] = idsOf(vote)
    for (const socket of sockets) await scene.vote(socket, vote.id, [a])
    await finalCounts(scene, sockets[0] as SocketClient, vote)
    const tallies = talliesOf((sockets[0] as SocketClient).events, vote.id)
    tallies.forEach((tally, index) => {
      const before = tallies[index - 1]
      if (before !== undefined) holds(tally.version > before.version, `version ${tally.version} follows ${before.version}`)
      equal(
        'ballots in a tally of one choice each',
        tally.ballots,
        Object.values(tally.counts).reduce((sum, count) => sum + count, 0),
      )
    })
  }),

  rule('VOTE-5', 'nothing that another guest reads names the guest of a ballot', async (scene) => {
    const voter = await scene.guest('只投票')
    const socket = await scene.connect(voter)
    const reader = await scene.connect(await scene.guest('reader'))
    const vote = await scene.openVote()
    await scene.vote(socket, vote.id, idsOf(vote).slice(0, 1))
    await finalCounts(scene, reader, vote)
    for (const frame of reader.frames) holds(!JSON.stringify(frame).includes(voter.id), `a frame names the voter: ${JSON.stringify(frame)}`)
  }),

  rule(
    'VOTE-1',
    'results that are shown after the close are in nothing that a guest reads before it',
    async (scene) => {
      const guest = await scene.guest()
      const socket = await scene.connect(guest)
      const from = socket.position
      const vote = await scene.openVote({ results: 'afterClose' })
      const [a = ''] = idsOf(vote)
      await scene.vote(socket, vote.id, [a])
      const opened = await socket.event('vote.opened', ({ data }) => data.id === vote.id)
      equal('the tally of the open vote', opened.data.tally, null)
      equal('the tally in a snapshot', (await inSnapshot(scene, vote)).tally, null)
      await scene.session.closeVote(vote.id)
      const closed = await socket.event('vote.closed', ({ data }) => data.id === vote.id)
      equal('the counts after the close', closed.data.tally?.counts, countsOf(vote, { [a]: 1 }))
      const tallies = (await scene.replay(guest, from)).filter(({ type }) => type === 'vote.tally')
      equal('the tallies before the close', tallies, [])
    },
    'host',
  ),

  rule(
    'VOTE-3',
    'a guest reads its own ballot and a receipt of it; another guest has none',
    async (scene) => {
      const guest = await scene.guest()
      const socket = await scene.connect(guest)
      const vote = await scene.openVote()
      const [a = ''] = idsOf(vote)
      const ballot = await scene.vote(socket, vote.id, [a])
      const path = `/api/realtime/votes/${vote.id}/ballot`
      const own = await scene.answer(200, OwnBallotSchema, { method: 'GET', path, token: guest.token })
      equal('the own ballot', own.ballot, ballot)
      equal('the vote of the receipt', own.receipt?.voteId, vote.id)
      const other = await scene.guest('另一位')
      const none = await scene.answer(200, OwnBallotSchema, { method: 'GET', path, token: other.token })
      equal('the ballot of another guest', [none.ballot, none.receipt], [null, null])
    },
    'host',
  ),
]

/** The vote in the snapshot of a guest that comes late, once its server has heard of the vote. */
async function inSnapshot(scene: Scene, { id }: Vote): Promise<Vote> {
  const late = await scene.guest('late')
  let found: Vote | undefined
  await becomes(async () => {
    const answer = await scene.poll(late)
    holds('snapshot' in answer, 'a poll without a position got events')
    found = answer.snapshot.wall.votes.find((vote) => vote.id === id)
    return found !== undefined
  })
  return found as Vote
}

function idsOf(vote: Vote): string[] {
  return vote.options.map(({ id }) => id)
}

function countsOf(vote: Vote, counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(idsOf(vote).map((id) => [id, counts[id] ?? 0]))
}

/** Closes the vote and answers the tally in the close. */
async function finalCounts(scene: Scene, socket: SocketClient, vote: Vote): Promise<Pick<VotePayload, 'ballots' | 'counts'>> {
  await scene.session.closeVote(vote.id)
  const { tally } = (await socket.event('vote.closed', ({ data }) => data.id === vote.id)).data
  holds(tally !== null, 'the close of a vote with open results has no tally')
  return { ballots: tally.ballots, counts: tally.counts }
}

function talliesOf(events: readonly WallEvent[], voteId: string): VotePayload[] {
  return events.flatMap((event) => {
    if (event.type === 'vote.tally') return event.data.voteId === voteId ? [event.data] : []
    return 'tally' in event.data && event.data.id === voteId && event.data.tally !== null ? [event.data.tally] : []
  })
}
