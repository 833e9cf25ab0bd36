import type { Ballot, HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SeededRandom } from '../../../tests/support/seeded-random.ts'
import { type Guestwall, startGuestwall } from '../../../tests/support/guestwall.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { BallotBox, recount, talliesIn, tokenOf, VoteHost } from '../../../tests/support/votes.ts'
import { WireClient } from '../../../tests/support/wire-client.ts'
import { SessionLog } from '../src/log/session-log.ts'
import type { LogSlice } from '../src/domain/log-event.ts'
import { systemClock, systemRandom } from '../src/system.ts'
import { openPostgresStore } from '../src/stores/open-postgres-store.ts'

/** Ballots that race, on a real server and on both stores, over both adapters at once. */

const RACERS = 100
/** Over both adapters, of as many guests as the seed says: some 2,500 a store. */
const RUNS = 5
const GUESTS = { min: 100, max: 900 } as const
/** Of a run's guests these vote over sockets, the others over HTTP. */
const SOCKETS = 40
/** Of the first and of the last that were answered. */
const ASKED_AGAIN = 20
/** In one vote, at one word, straight at the log. */
const HALL = 10_000
const HALLS = 10
const OPTIONS = ['o1', 'o2', 'o3']

/** The result of a ballot, over socket or HTTP. */
interface Answered {
  readonly guestId: string
  readonly optionIds: readonly string[]
  readonly ballot: Ballot | null
  /** Of the refusal. */
  readonly code: string | null
  /** It was sent after the host knew of the close. */
  readonly isLate: boolean
}

describe.each([
  ['the embedded store', () => Promise.resolve(null)],
  ['PostgreSQL', async () => openPostgresStore(await testDatabase(), () => {})],
])('on %s', (_name, open) => {
  let wall: Guestwall
  let box: BallotBox
  beforeAll(async () => {
    const store = await open()
    wall = await startGuestwall(store === null ? {} : { store })
    box = new BallotBox(wall.url)
  })
  afterAll(async () => {
    box.close()
    await wall.stop()
  })

  async function voting(words: Parameters<VoteHost['open']>[0] = {}) {
    const hosted = await wall.createSession()
    const host = new VoteHost(wall.url, hosted)
    return { hosted, host, sessionId: hosted.session.id, voteId: (await host.open(words)).id }
  }
  const socketOf = (hosted: HostedSession, token: string) => WireClient.join(wall.url, hosted.session.id, { token })
  const named = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

  /** Casts over HTTP. A database that is too busy for one try is asked again, as clients do. */
  async function put(token: string, voteId: string, key: string, optionIds: readonly string[]) {
    for (;;) {
      const answer = await box.cast(token, voteId, { key, optionIds })
      if (answer === null) throw new Error('no answer')
      if (answer.body.code !== 'unavailable') return { ballot: answer.body.ballot ?? null, code: answer.body.code ?? null }
    }
  }
  async function ask(socket: WireClient, voteId: string, key: string, optionIds: readonly string[]) {
    for (;;) {
      const answer = await socket.ask({ type: 'castVote', key, voteId, optionIds })
      if (answer.type === 'ack') return { ballot: answer.ballot ?? null, code: null }
      if (answer.code !== 'unavailable') return { ballot: null, code: answer.code }
    }
  }

  test(`[VOTE-2] ${RACERS} guests choose one option at the same moment, over socket and HTTP: it has ${RACERS} ballots`, async () => {
    const { hosted, host, sessionId, voteId } = await voting()
    const tokens = await Promise.all(named('g', RACERS).map((guestId) => tokenOf(sessionId, guestId)))
    const sockets = await Promise.all(tokens.slice(0, RACERS / 2).map((token) => socketOf(hosted, token)))
    const answers = await Promise.all([
      ...sockets.map((socket, index) => ask(socket, voteId, `race-key-${index}`, ['o2'])),
      ...tokens.slice(RACERS / 2).map((token, index) => put(token, voteId, `race-key-${index}`, ['o2'])),
    ])
    expect(answers).toEqual(answers.map(() => ({ ballot: { voteId, optionIds: ['o2'] }, code: null })))
    expect(await recount(wall.store, sessionId, voteId)).toMatchObject({ ballots: RACERS, counts: { o1: 0, o2: RACERS, o3: 0 } })
    // Every reader comes to the same number, and the close repeats it.
    const closed = await host.act(voteId, 'close')
    expect(closed.tally).toMatchObject({ ballots: RACERS, counts: { o1: 0, o2: RACERS, o3: 0 } })
    for (const socket of sockets) {
      const last = await socket.until(() => talliesIn(socket.frames, voteId).find(({ state }) => state === 'closed'))
      expect(last).toEqual(closed.tally)
      socket.close()
    }
  })

  test.each([
    [true, 'the last one stands'],
    [false, 'the first one stands and the others are told so'],
  ])(`[VOTE-2] ${RACERS} ballots of one guest at once under keys of their own, changeable %s: one is counted, %s`, async (changeable) => {
    const { hosted, host, sessionId, voteId } = await voting({ changeable })
    const token = await tokenOf(sessionId, 'eager')
    const sockets = await Promise.all(Array.from({ length: 5 }, () => socketOf(hosted, token)))
    const answers = await Promise.all(
      Array.from({ length: RACERS }, (_, index) => {
        const choice = [OPTIONS[index % OPTIONS.length] as string]
        const socket = sockets[index % (2 * sockets.length)]
        return socket === undefined ? put(token, voteId, `own-key-${index}`, choice) : ask(socket, voteId, `own-key-${index}`, choice)
      }),
    )
    const counted = await recount(wall.store, sessionId, voteId)
    expect(counted.ballots).toBe(1)
    expect(Object.values(counted.counts).reduce((sum, count) => sum + count)).toBe(1)
    const accepted = answers.filter(({ ballot }) => ballot !== null)
    expect(accepted).toHaveLength(changeable ? RACERS : 1)
    expect(counted.chain).toBe(accepted.length)
    expect(new Set(answers.flatMap(({ code }) => code ?? []))).toEqual(new Set(changeable ? [] : ['vote_final']))
    // Which of several is the last is the server's to say; it is one of those that were accepted.
    expect(accepted.map(({ ballot }) => ballot?.optionIds)).toContainEqual(counted.choices.get('eager'))
    expect((await host.act(voteId, 'close')).tally).toMatchObject({ ballots: 1, counts: counted.counts })
    for (const socket of sockets) socket.close()
  })

  test(`[VOTE-2] [SEND-1] one key ${RACERS} times at once over socket and HTTP gives one ballot and ${RACERS} equal answers, and none later with another choice`, async () => {
    const { hosted, host, sessionId, voteId } = await voting({ changeable: false })
    const token = await tokenOf(sessionId, 'impatient')
    const sockets = await Promise.all(Array.from({ length: 5 }, () => socketOf(hosted, token)))
    const cast = (index: number) => {
      const socket = sockets[index % (2 * sockets.length)]
      return socket === undefined ? put(token, voteId, 'the-one-key', ['o3']) : ask(socket, voteId, 'the-one-key', ['o3'])
    }
    const answers = await Promise.all(Array.from({ length: RACERS }, (_, index) => cast(index)))
    expect(answers).toEqual(answers.map(() => ({ ballot: { voteId, optionIds: ['o3'] }, code: null })))
    expect(await put(token, voteId, 'the-one-key', ['o1'])).toEqual({ ballot: null, code: 'key_reused' })
    expect(await recount(wall.store, sessionId, voteId)).toMatchObject({ ballots: 1, chain: 1, counts: { o1: 0, o2: 0, o3: 1 } })
    // Also when the vote has closed since: the first answer was lost, the second is the same.
    await host.act(voteId, 'close')
    expect(await cast(0)).toEqual(answers[0])
    expect((await recount(wall.store, sessionId, voteId)).chain).toBe(1)
    for (const socket of sockets) socket.close()
  })

  test.each(Array.from({ length: RUNS }, (_, index) => index + 1))(
    `[VOTE-3] hundreds vote while the host closes, seed %i: what was acknowledged is counted, what came later is refused for good`,
    async (seed) => {
      const random = new SeededRandom(seed)
      const guests = random.int(GUESTS.min, GUESTS.max)
      const { hosted, host, sessionId, voteId } = await voting({ changeable: random.is(0.5) })
      const guestIds = named('g', guests)
      const tokens = await Promise.all(guestIds.map((guestId) => tokenOf(sessionId, guestId)))
      const sockets = await Promise.all(tokens.slice(0, SOCKETS).map((token) => socketOf(hosted, token)))
      const closeAfter = random.int(0, guests - 1)
      const answers: Answered[] = []
      let closing: ReturnType<VoteHost['act']> | null = null
      let isClosed = false
      const cast = async (index: number) => {
        const [guestId, token, socket] = [guestIds[index] as string, tokens[index] as string, sockets[index]]
        const optionIds = [random.pick(OPTIONS)]
        const isLate = isClosed
        const key = `storm-key-${index}`
        const answer = socket === undefined ? await put(token, voteId, key, optionIds) : await ask(socket, voteId, key, optionIds)
        answers.push({ guestId, optionIds, isLate, ...answer })
        if (answers.length >= closeAfter)
          closing ??= host.act(voteId, 'close').then((vote) => {
            isClosed = true
            return vote
          })
        return answer
      }
      await Promise.all(guestIds.map((_, index) => cast(index)))
      const closed = await (closing ?? host.act(voteId, 'close'))
      // A guest without an answer asks again, over the other transport: the answer is the same.
      for (const { guestId, optionIds, ballot, code } of answers.slice(0, ASKED_AGAIN).concat(answers.slice(-ASKED_AGAIN))) {
        const index = guestIds.indexOf(guestId)
        expect(await put(tokens[index] as string, voteId, `storm-key-${index}`, optionIds)).toEqual({ ballot, code })
      }

      const counted = await recount(wall.store, sessionId, voteId)
      const acknowledged = answers.filter(({ ballot }) => ballot !== null)
      expect(new Map(acknowledged.map(({ guestId, optionIds }) => [guestId, optionIds]))).toEqual(counted.choices)
      expect(new Set(answers.flatMap(({ code }) => code ?? []))).toEqual(new Set(acknowledged.length === guests ? [] : ['vote_closed']))
      expect(acknowledged.filter(({ isLate }) => isLate)).toEqual([])
      expect([closed.state, closed.tally?.ballots, closed.tally?.counts]).toEqual(['closed', counted.ballots, counted.counts])
      // The close is the last that was published of it, and the one before holds the same ballots.
      const [before, last] = counted.published.slice(-2)
      expect([last?.type, last?.tally]).toEqual(['vote.closed', closed.tally])
      expect([before?.tally.ballots, before?.tally.counts]).toEqual([counted.ballots, counted.counts])
      for (const socket of sockets) {
        await socket.until(() => talliesIn(socket.frames, voteId).find(({ state }) => state === 'closed'))
        const versions = talliesIn(socket.frames, voteId).map(({ version }) => version)
        expect(versions).toEqual([...versions].sort((left, right) => left - right))
        expect(talliesIn(socket.frames, voteId).at(-1)).toEqual(closed.tally)
        socket.close()
      }
    },
  )

  test.each(Array.from({ length: HALLS }, (_, index) => index + 1))(
    `[VOTE-3] a hall of ${HALL} votes while the host closes, seed %i: every ballot before the close counts, none after`,
    async (seed) => {
      const closeAt = new SeededRandom(seed).int(0, HALL)
      const { session } = await wall.createSession()
      const seen: LogSlice[] = []
      const log = new SessionLog({ store: wall.store, clock: systemClock, random: systemRandom, bodyKey: 'body-key-of-this-test' })
      log.committed.on(({ slice }) => seen.push(slice))
      // A busy machine may hold the database up: then it is unknown which ballots were counted, and nothing else.
      let failures = 0
      log.failed.on(() => {
        failures += 1
      })
      /** Sends the command until it is answered, under its key. */
      const answered = async (command: Parameters<SessionLog['append']>[0]) => {
        for (;;) {
          const outcome = await log.append(command)
          if (outcome.ok || outcome.refusal.code !== 'unavailable') return outcome
        }
      }
      const byHost = () => ({
        actor: { sessionId: session.id, id: 'h', name: 'Host', role: 'host' } as const,
        key: systemRandom.id(),
        bodyHash: '',
      })
      const words = { question: '谁', options: ['一', '二', '三'], maxChoices: 1, changeable: false, results: 'always' } as const
      const made = await answered({ kind: 'createVote', ...byHost(), draft: words })
      const voteId = made.ok ? (made.value.vote?.id ?? '') : ''
      await answered({ kind: 'actOnVote', ...byHost(), voteId, action: 'open' })
      const cast = (guestId: string, index: number) =>
        log.append({
          kind: 'castVote',
          actor: { sessionId: session.id, id: guestId, name: guestId, role: 'guest' },
          key: `hall-key-${index}`,
          bodyHash: '',
          voteId,
          optionIds: [OPTIONS[index % OPTIONS.length] as string],
        })
      const guestIds = named('g', HALL)
      const before = guestIds.slice(0, closeAt).map(cast)
      const closing = answered({ kind: 'actOnVote', ...byHost(), voteId, action: 'close' })
      const after = guestIds.slice(closeAt).map((guestId, index) => cast(guestId, closeAt + index))
      const closed = await closing
      const codes = (await Promise.all([...before, ...after])).map((outcome) => (outcome.ok ? 'counted' : outcome.refusal.code))
      const counted = await recount(wall.store, session.id, voteId)
      const isCounted = guestIds.map((guestId) => counted.choices.has(guestId))
      expect(closed).toMatchObject({ ok: true, value: { vote: { state: 'closed', tally: { ballots: counted.choices.size } } } })
      // Every answer to a guest is true; without a failure of the database every guest got one.
      const told = codes.map((code, index) => (code === 'unavailable' && failures > 0 ? isCounted[index] : code === 'counted'))
      expect(told).toEqual(isCounted)
      expect(codes.filter((code) => !['counted', 'vote_closed', 'unavailable'].includes(code))).toEqual([])
      expect(failures > 0 || isCounted.every((is, index) => is === index < closeAt)).toBe(true)
      // The live events are the log, without a gap.
      expect(seen.flatMap(({ events }) => events.map(({ event }) => event.id))).toEqual(
        seen.flatMap(({ events }) => events).map((_, index) => index + 1),
      )
    },
  )
})
