import { type PollAnswer, TALLY_INTERVAL_MS } from '@guestwall/protocol'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { BallotBox, recount, talliesIn, tokenOf, VoteHost } from '../../../tests/support/votes.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import type { KeyedCommand } from '../src/log/decide/command.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'
import { VirtualClock } from '@guestwall/protocol/testing'

/** Tallies on their way from ballots to readers, on real servers. */

const VOTERS = 20
/** Enough to see a pace. */
const TALLIES = 6
const HEAD_CHECK_MS = 500

const walls: Guestwall[] = []
const boxes: BallotBox[] = []
afterEach(async () => {
  for (const box of boxes.splice(0)) box.close()
  for (const wall of walls.splice(0)) await wall.stop()
})

async function start(...options: Parameters<typeof startGuestwall>): Promise<Guestwall> {
  const wall = await startGuestwall(...options)
  walls.push(wall)
  return wall
}

/** Guests who change their minds without a pause, at every server, until `isOver`. */
async function pour(at: readonly Guestwall[], sessionId: string, voteId: string, isOver: () => boolean): Promise<number> {
  let cast = 0
  const voters = Array.from({ length: VOTERS }, async (_, index) => {
    const token = await tokenOf(sessionId, `voter${index}`)
    const box = new BallotBox((at[index % at.length] as Guestwall).url, 1)
    boxes.push(box)
    for (let turn = 0; !isOver(); turn += 1) {
      const ballot = { key: `pour-key-${turn}`, optionIds: [`o${((index + turn) % 3) + 1}`] }
      let answer = await box.cast(token, voteId, ballot)
      // A database that is too busy for one try is asked again, as clients do.
      while (answer?.status === 503) answer = await box.cast(token, voteId, ballot)
      expect(answer?.status).toBe(200)
      cast += 1
    }
  })
  await Promise.all(voters)
  return cast
}

describe.each([
  ['one server on the embedded store', () => start().then((wall) => [wall])],
  [
    'two servers on one PostgreSQL',
    async () => {
      const url = await testDatabase()
      const stores = [await openPostgresStore(url, () => {}), await openPostgresStore(url, () => {})]
      return Promise.all(stores.map((store) => start({ store })))
    },
  ],
])('with %s', (_name, open) => {
  test('[VOTE-4] however ballots pour in, a vote has at most four tallies a second; every reader gets them in order, and the last', async () => {
    const at = await open()
    const [first] = at as [Guestwall, ...Guestwall[]]
    const hosted = await first.createSession()
    const sessionId = hosted.session.id
    const host = new VoteHost(first.url, hosted)
    const readers = await Promise.all(at.map(({ url }) => WireClient.join(url, sessionId, { guestName: '看客' })))
    const openedAtMs = performance.now()
    const { id: voteId } = await host.open()
    const tallies = (reader: WireClient) => talliesIn(reader.frames, voteId)
    const enough = () => tallies(readers[0] as WireClient).length > TALLIES
    const cast = await pour(at, sessionId, voteId, enough)
    const closed = await host.act(voteId, 'close')

    const { ballots, chain, published } = await recount(first.store, sessionId, voteId)
    expect([ballots, chain]).toEqual([VOTERS, cast])
    expect(cast).toBeGreaterThan(10 * TALLIES)
    // The opening is a publication too; the last before the close comes when it must.
    const paced = published.slice(0, -2)
    expect(paced.length).toBeLessThanOrEqual(1 + (performance.now() - openedAtMs) / TALLY_INTERVAL_MS)
    // The clock of a single server is the store's too, so the time of an event is the time at which it was allowed.
    const times = at.length === 1 ? paced.map((each) => Date.parse(each.at)) : []
    expect(times.slice(1).filter((atMs, index) => atMs - (times[index] as number) < TALLY_INTERVAL_MS)).toEqual([])
    expect(published.slice(-2).map(({ type, tally }) => [type, tally.ballots])).toEqual([
      ['vote.tally', VOTERS],
      ['vote.closed', VOTERS],
    ])
    for (const reader of readers) {
      await reader.until(() => tallies(reader).find(({ state }) => state === 'closed'))
      // A vote's opening comes before its tallies: readers have every one of them, in order.
      expect(tallies(reader)).toEqual(published.map(({ tally }) => tally))
      expect(tallies(reader).at(-1)).toEqual(closed.tally)
      reader.close()
    }
  })
})

describe.each([
  ['the embedded store', () => Promise.resolve({})],
  ['PostgreSQL', async () => ({ store: await openPostgresStore(await testDatabase(), () => {}) })],
])('on %s', (_name, open) => {
  test('[VOTE-4] a ballot whose server died before its tally is published by another one, at its head check', async () => {
    const clock = new VirtualClock(Date.now())
    const wall = await start({ ...(await open()), parts: { clock } })
    const { session } = await wall.createSession()
    const readers = await Promise.all(['甲', '乙'].map((guestName) => WireClient.join(wall.url, session.id, { guestName })))

    // Ballots of the dead server, without a hint to this one. They are one batch, so that the tally must wait, whatever the clocks say.
    const byHost = { actor: { sessionId: session.id, id: 'h', name: 'Host', role: 'host' }, bodyHash: '' } as const
    const words = { question: '谁', options: ['一', '二'], maxChoices: 1, changeable: true, results: 'always' } as const
    const append = (commands: readonly KeyedCommand[]) =>
      wall.store.append(session.id, { commands, now: new Date(clock.wallTime()).toISOString(), newIds: ['v1', 'x'] })
    await append([{ kind: 'createVote', ...byHost, key: 'key-create', draft: words }])
    const written = await append([
      { kind: 'actOnVote', ...byHost, key: 'key-open', voteId: 'v1', action: 'open' },
      {
        kind: 'castVote',
        actor: { sessionId: session.id, id: 'g', name: 'g', role: 'guest' },
        key: 'key-cast',
        bodyHash: '',
        voteId: 'v1',
        optionIds: ['o2'],
      },
    ])
    expect(written?.tallyDueInMs).toBe(TALLY_INTERVAL_MS)
    expect((await wall.store.readHeads([session.id])).get(session.id)?.hasUnpublishedBallots).toBe(true)

    let passedMs = 0
    await vi.waitFor(
      () => {
        clock.advance(50)
        passedMs += 50
        for (const reader of readers)
          expect(talliesIn(reader.frames, 'v1').at(-1)).toMatchObject({ version: 2, ballots: 1, counts: { o2: 1 } })
      },
      { interval: 5, timeout: 300_000 },
    )
    expect(passedMs).toBeGreaterThanOrEqual(HEAD_CHECK_MS)
    expect((await wall.store.readHeads([session.id])).get(session.id)?.hasUnpublishedBallots).toBe(false)
    await recount(wall.store, session.id, 'v1')
    for (const reader of readers) reader.close()
  })
})

test('[VOTE-4] the last ballot is in a tally within a quarter of a second, by the timer and not by the next head check', async () => {
  const clock = new VirtualClock()
  const wall = await start({ parts: { clock } })
  const hosted = await wall.createSession()
  const sessionId = hosted.session.id
  const reader = await WireClient.join(wall.url, sessionId, { guestName: '看客' })
  const { id: voteId } = await new VoteHost(wall.url, hosted).open()
  const box = new BallotBox(wall.url, 1)
  boxes.push(box)
  clock.advance(100)
  expect((await box.cast(await tokenOf(sessionId, 'g'), voteId, { key: 'the-only-key', optionIds: ['o1'] }))?.status).toBe(200)
  clock.advance(149)
  expect((await wall.store.readHeads([sessionId])).get(sessionId)?.hasUnpublishedBallots).toBe(true)
  clock.advance(1)
  const tally = await reader.until(() => talliesIn(reader.frames, voteId).find(({ version }) => version === 2))
  expect(tally).toMatchObject({ ballots: 1, counts: { o1: 1 } })
  reader.close()
})

test('[VOTE-1] a guest who votes while its poll waits gets the counts from that poll', async () => {
  const wall = await start()
  const hosted = await wall.createSession()
  const host = new VoteHost(wall.url, hosted)
  const { id: voteId } = await host.open({ results: 'afterVoting' })
  const [voter, other] = await Promise.all(['甲', '乙'].map((name) => wall.join(hosted.session.id, name)))
  const poll = async (token: string, query: string) =>
    (await (await fetch(`${wall.url}/api/realtime/poll?${query}`, { headers: { authorization: `Bearer ${token}` } })).json()) as PollAnswer
  const first = await poll(voter?.token ?? '', '')
  if (!('snapshot' in first)) throw new Error('a poll without a position answers a snapshot')
  const { epoch, lastEventId, wall: before } = first.snapshot
  expect(before.votes[0]?.tally).toBeNull()
  const waiting = [voter, other].map((guest) => poll(guest?.token ?? '', `epoch=${epoch}&lastEventId=${lastEventId}&wait=25`))
  const box = new BallotBox(wall.url, 1)
  boxes.push(box)
  expect((await box.cast(voter?.token ?? '', voteId, { key: 'a-key-of-one', optionIds: ['o1'] }))?.status).toBe(200)
  const [own, theirs] = await Promise.all(waiting)
  expect(own).toMatchObject({ to: lastEventId + 1, events: [{ type: 'vote.tally', data: { ballots: 1, counts: { o1: 1 } } }] })
  expect(theirs).toMatchObject({ to: lastEventId + 1, events: [] })
})
