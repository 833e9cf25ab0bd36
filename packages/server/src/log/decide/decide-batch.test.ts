import type { VotePayload } from '@guestwall/protocol'
import { aSession } from '@guestwall/protocol/testing'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { LogEvent } from '../../domain/log-event.ts'
import type { Command, KeyedCommand, VoteAction, VoteDraft } from './command.ts'
import { type BatchDecision, decideBatch } from './decide-batch.ts'
import type { LockedSession } from '../../storage/transaction.ts'
import type { KnownKey } from '../../domain/known-key.ts'
import { ballotKey } from './ballots.ts'
import type { StoredBallot, VoteRecord } from '../../domain/vote-record.ts'

const START_MS = Date.parse('2026-11-22T10:00:00.000Z')
const SESSION = aSession({ id: 's' })
const WORDS: VoteDraft = { question: '今晚谁先哭？', options: ['新郎', '新娘'], maxChoices: 1, changeable: true, results: 'always' }
const TICK: Command = { kind: 'publishTallies' }

let lastKey = 0
const freshKey = () => `key-${(lastKey += 1)}`
const byHost = () => ({ actor: { sessionId: 's', id: 'h', name: 'Host', role: 'host' } as const, key: freshKey(), bodyHash: '' })
const create = (words: Partial<VoteDraft> = {}): KeyedCommand => ({ kind: 'createVote', ...byHost(), draft: { ...WORDS, ...words } })
const turn = (voteId: string, to: VoteAction): KeyedCommand => ({ kind: 'actOnVote', ...byHost(), voteId, action: to })
const cast = (voteId: string, guestId: string, option = 'o1', key = freshKey()): KeyedCommand => ({
  kind: 'castVote',
  actor: { sessionId: 's', id: guestId, name: guestId, role: 'guest' },
  key,
  bodyHash: option,
  voteId,
  optionIds: [option],
})

/** One session as a store holds it between two batches, and the clock of that store. */
class Locked {
  clockMs = START_MS
  readonly events: LogEvent[] = []
  readonly publishedAtMs: number[] = []
  #session = SESSION
  #keys: KnownKey[] = []
  readonly votes = new Map<string, VoteRecord>()
  readonly #ballots = new Map<string, StoredBallot>()
  #ids = 0

  /** `serverMs`: what the server that brings the batch takes for the time. */
  take(commands: readonly Command[], serverMs = this.clockMs): BatchDecision {
    const locked: LockedSession = {
      session: this.#session,
      epoch: 'e',
      head: this.events.length,
      clockMs: this.clockMs,
      knownKeys: this.#keys,
      messages: [],
      guests: [],
      pinnedIds: [],
      settings: null,
      screens: null,
      stateBy: null,
      shownAuthors: [],
      votes: [...this.votes.values()],
      ballots: [...this.#ballots.values()],
      photos: [],
      freshVoters: [...this.#ballots.values()].filter(({ voteId, firstSeq }) => firstSeq > (this.votes.get(voteId)?.published?.seq ?? 0)),
      credentials: [],
    }
    const newIds = commands.map(() => `v${(this.#ids += 1)}`)
    const decision = decideBatch(locked, { commands, now: new Date(serverMs).toISOString(), newIds })
    for (const { event } of decision.events) {
      expect(event.id).toBe(this.events.length + 1)
      this.events.push({ event, audience: 'hosts' })
      this.publishedAtMs.push(this.clockMs)
      if (event.type === 'session.ended') this.#session = event.data
    }
    this.#keys = [...this.#keys, ...decision.keys]
    for (const vote of decision.votes) this.votes.set(vote.id, vote)
    for (const { ballot } of decision.casts) this.#ballots.set(ballotKey(ballot.voteId, ballot.guestId), ballot)
    return decision
  }

  open(words: Partial<VoteDraft> = {}): string {
    const [outcome] = this.take([create(words)]).outcomes
    if (outcome?.ok !== true || outcome.value.vote === null) throw new Error('no vote')
    this.take([turn(outcome.value.vote.id, 'open')])
    return outcome.value.vote.id
  }

  get types(): string[] {
    return this.events.map(({ event }) => event.type)
  }

  /** The published tallies of a vote, in order. */
  tallies(voteId: string): VotePayload[] {
    return this.events.flatMap(({ event }) => {
      if (event.type === 'vote.tally') return event.data.voteId === voteId ? [event.data] : []
      if (event.type !== 'vote.opened' && event.type !== 'vote.closed' && event.type !== 'vote.revealed') return []
      return event.data.id === voteId && event.data.tally !== null ? [event.data.tally] : []
    })
  }

  timesOf(type: string): number[] {
    return this.publishedAtMs.filter((_, index) => this.events[index]?.event.type === type)
  }
}

let log: Locked
beforeEach(() => {
  log = new Locked()
})

describe('[VOTE-4] the pace of tallies', () => {
  test('ballots just after a tally wait for their quarter of a second, and the batch says how long', () => {
    const voteId = log.open()
    log.clockMs += 100
    expect(log.take([cast(voteId, 'a')]).tallyDueInMs).toBe(150)
    log.clockMs += 149
    expect(log.take([TICK]).tallyDueInMs).toBe(1)
    log.clockMs += 1
    expect(log.take([TICK])).toMatchObject({
      tallyDueInMs: null,
      events: [{ event: { type: 'vote.tally', data: { ballots: 1, version: 2 } } }],
    })
    expect(log.take([TICK, TICK])).toMatchObject({ tallyDueInMs: null, events: [] })
  })

  test('a batch that is due is published whole, by one tally at its end', () => {
    const voteId = log.open()
    log.clockMs += 250
    const { events, tallyDueInMs } = log.take([cast(voteId, 'a'), TICK, cast(voteId, 'b'), TICK, cast(voteId, 'c', 'o2')])
    expect(events.map(({ event }) => event)).toMatchObject([{ type: 'vote.tally', data: { ballots: 3, counts: { o1: 2, o2: 1 } } }])
    expect(tallyDueInMs).toBeNull()
  })

  test('each vote has its own pace: a batch over two of them publishes the one that is due', () => {
    const first = log.open()
    log.clockMs += 200
    const second = log.open()
    log.clockMs += 60
    const { events, tallyDueInMs } = log.take([cast(first, 'a'), cast(second, 'a')])
    expect(events.map(({ event }) => event)).toMatchObject([{ type: 'vote.tally', data: { voteId: first } }])
    expect(tallyDueInMs).toBe(190)
    log.clockMs += 190
    expect(log.take([TICK]).events.map(({ event }) => event)).toMatchObject([{ type: 'vote.tally', data: { voteId: second } }])
  })

  test('a close publishes the last ballots before it and its own tally, however recent the tally before was', () => {
    const voteId = log.open()
    log.take([cast(voteId, 'a'), turn(voteId, 'close'), cast(voteId, 'b')])
    expect(log.types.slice(2)).toEqual(['vote.tally', 'vote.closed'])
    expect(log.tallies(voteId)).toMatchObject([
      { version: 1, state: 'open', ballots: 0 },
      { version: 2, state: 'open', ballots: 1 },
      { version: 3, state: 'closed', ballots: 1 },
    ])
  })

  test('a close with nothing new before it has one tally: its own', () => {
    const voteId = log.open()
    log.clockMs += 250
    log.take([cast(voteId, 'a')])
    log.take([turn(voteId, 'close')])
    expect(log.types.slice(2)).toEqual(['vote.tally', 'vote.closed'])
    expect(log.tallies(voteId).at(-1)).toMatchObject({ version: 3, state: 'closed', ballots: 1 })
  })

  test('ballots, close, opening and ballots in one batch: each publication says what was true at its place', () => {
    const voteId = log.open()
    const { tallyDueInMs } = log.take([
      cast(voteId, 'a'),
      turn(voteId, 'close'),
      cast(voteId, 'late'),
      turn(voteId, 'reopen'),
      cast(voteId, 'a', 'o2'),
      cast(voteId, 'b'),
    ])
    expect(log.types.slice(2)).toEqual(['vote.tally', 'vote.closed', 'vote.opened'])
    expect(log.tallies(voteId).map(({ version, state, counts }) => [version, state, counts['o1'], counts['o2']])).toEqual([
      [1, 'open', 0, 0],
      [2, 'open', 1, 0],
      [3, 'closed', 1, 0],
      [4, 'open', 1, 0],
    ])
    expect(tallyDueInMs).toBe(250)
    log.clockMs += 250
    log.take([TICK])
    expect(log.tallies(voteId).at(-1)).toMatchObject({ version: 5, ballots: 2, counts: { o1: 1, o2: 1 } })
  })

  test('the end of the session publishes and closes what is open, first', () => {
    const first = log.open()
    const second = log.open({ results: 'never' })
    log.take([cast(first, 'a'), { kind: 'actOnSession', act: 'end', ...byHost() }, cast(second, 'late')])
    expect(log.types.slice(4)).toEqual(['vote.tally', 'vote.closed', 'vote.closed', 'session.ended'])
    expect(log.tallies(second).at(-1)).toMatchObject({ state: 'closed', ballots: 0 })
  })

  test('a clock that is set back delays no tally; one such step costs at most one more tally', () => {
    const voteId = log.open()
    log.clockMs += 250
    log.take([cast(voteId, 'a')])
    log.clockMs -= 3_600_000
    expect(log.take([cast(voteId, 'b')])).toMatchObject({ tallyDueInMs: null, events: [{ event: { data: { ballots: 2 } } }] })
    expect(log.take([cast(voteId, 'c')])).toMatchObject({ tallyDueInMs: 250, events: [] })
  })

  test('servers whose clocks are minutes apart keep one pace: the store’s', () => {
    const voteId = log.open()
    const servers = [0, 600_000, -600_000]
    for (let guest = 0; guest < 300; guest += 1) {
      log.clockMs += 10
      log.take([cast(voteId, `g${guest}`)], log.clockMs + (servers[guest % servers.length] as number))
    }
    expect(log.timesOf('vote.tally')).toEqual(Array.from({ length: 12 }, (_, index) => START_MS + 250 * (index + 1)))
  })

  test('for any rate of ballots a vote has at most four tallies a second, each ballot is in one within a quarter of a second, and versions have no gap', () => {
    const pour = fc.array(fc.record({ afterMs: fc.nat({ max: 400 }), ballots: fc.nat({ max: 5 }) }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(pour, (batches) => {
        const own = new Locked()
        const voteId = own.open()
        let guest = 0
        /** When the timer of the server will ask. */
        let dueMs: number | null = null
        const take = (commands: readonly Command[]) => {
          const { tallyDueInMs } = own.take(commands)
          dueMs = tallyDueInMs === null ? null : own.clockMs + tallyDueInMs
          expect(tallyDueInMs ?? 0).toBeLessThanOrEqual(250)
        }
        const passTo = (ms: number) => {
          while (dueMs !== null && dueMs <= ms) {
            own.clockMs = dueMs
            take([TICK])
          }
          own.clockMs = ms
        }
        for (const { afterMs, ballots } of batches) {
          passTo(own.clockMs + afterMs)
          if (ballots > 0) take(Array.from({ length: ballots }, () => cast(voteId, `g${(guest += 1)}`)))
        }
        passTo(own.clockMs + 250)
        const times = own.timesOf('vote.tally')
        for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] as number)).toBeGreaterThanOrEqual(250)
        const tallies = own.tallies(voteId)
        expect(tallies.map(({ version }) => version)).toEqual(tallies.map((_, index) => index + 1))
        expect(tallies.at(-1)?.ballots).toBe(guest)
      }),
      { numRuns: 200 },
    )
  })
})

describe('[VOTE-2] [SEND-1] one guest, one ballot', () => {
  test('one key in one batch many times is one ballot with one answer; with another choice it is refused', () => {
    const voteId = log.open()
    const again = () => cast(voteId, 'a', 'o1', 'the-key')
    const { outcomes, casts } = log.take([again(), again(), cast(voteId, 'a', 'o2', 'the-key'), again()])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true])
    expect(casts).toHaveLength(1)
    expect(log.take([again()]).casts).toEqual([])
  })

  test('another guest’s key of the same letters is another key', () => {
    const voteId = log.open()
    const { casts } = log.take([cast(voteId, 'a', 'o1', 'the-key'), cast(voteId, 'b', 'o2', 'the-key')])
    expect(casts.map(({ ballot }) => ballot.guestId)).toEqual(['a', 'b'])
  })

  test('ballots of one guest in one batch replace one another where that is allowed, and else the first stays', () => {
    const changeable = log.open()
    expect(log.take([cast(changeable, 'a', 'o1'), cast(changeable, 'a', 'o2')]).casts.map(({ entry }) => entry.replaces)).toEqual([null, 1])
    expect(log.votes.get(changeable)).toMatchObject({ counts: { o1: 0, o2: 1 }, ballots: 1 })
    const final = log.open({ changeable: false })
    const { outcomes } = log.take([cast(final, 'a', 'o1'), cast(final, 'a', 'o2')])
    expect(outcomes[1]).toMatchObject({ ok: false, refusal: { code: 'vote_final', retryable: false } })
    expect(log.votes.get(final)).toMatchObject({ counts: { o1: 1, o2: 0 }, ballots: 1 })
  })
})

test('[VOTE-3] what comes after the close is refused for good, also in its batch, and under its key when the vote is open again', () => {
  const voteId = log.open()
  const late = cast(voteId, 'late')
  const { outcomes } = log.take([cast(voteId, 'a'), turn(voteId, 'close'), late])
  expect(outcomes[2]).toMatchObject({ ok: false, refusal: { code: 'vote_closed', retryable: false } })
  log.take([turn(voteId, 'reopen')])
  expect(log.take([late]).outcomes[0]).toMatchObject({ ok: false, refusal: { code: 'vote_closed' } })
  expect(log.votes.get(voteId)?.ballots).toBe(1)
})

test('[SEND-4] a ballot before the session has started may be tried again with its key: that refusal is not kept', () => {
  const voteId = log.open()
  const early = cast(voteId, 'a')
  const scheduled = { ...SESSION, state: 'scheduled' } as const
  const state = {
    session: scheduled,
    epoch: 'e',
    head: 2,
    clockMs: START_MS,
    knownKeys: [],
    messages: [],
    guests: [],
    pinnedIds: [],
    settings: null,
    screens: null,
    stateBy: null,
    shownAuthors: [],
    votes: [...log.votes.values()],
  }
  const decision = decideBatch(
    { ...state, ballots: [], freshVoters: [], photos: [], credentials: [] },
    { commands: [early], now: new Date(START_MS).toISOString(), newIds: ['x'] },
  )
  expect(decision.outcomes[0]).toMatchObject({ ok: false, refusal: { code: 'session_not_started', retryable: true } })
  expect(decision.keys).toEqual([])
  expect(log.take([early]).outcomes[0]).toMatchObject({ ok: true })
})
