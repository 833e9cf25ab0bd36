import type { Session } from '@guestwall/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chainStart, nextEntry } from './decide/ballot-chain.ts'
import type { KeyedCommand, VoteAction, VoteDraft } from './decide/command.ts'
import { appendAll, createSession, expectFold, HOST, newId } from './store.test-kit.ts'
import type { Committed, Store } from './store.ts'

const WORDS: VoteDraft = { question: '今晚谁先哭？', options: ['新郎', '新娘', '爸爸'], maxChoices: 1, changeable: true, results: 'always' }

/** The rules of every store about votes. `open` gives an empty one. */
export function voteContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store of votes`, () => {
    let store: Store
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())

    const byHost = (sessionId: string) => ({ actor: { sessionId, ...HOST }, key: newId(), bodyHash: '' })
    const create = (sessionId: string, words: Partial<VoteDraft> = {}): KeyedCommand => ({
      kind: 'createVote',
      ...byHost(sessionId),
      draft: { ...WORDS, ...words },
    })
    const act = (sessionId: string, voteId: string, to: VoteAction): KeyedCommand => ({
      kind: 'actOnVote',
      ...byHost(sessionId),
      voteId,
      action: to,
    })
    const cast = (
      sessionId: string,
      voteId: string,
      guestId: string,
      optionIds: readonly string[],
      key: string = newId(),
    ): KeyedCommand => ({
      kind: 'castVote',
      actor: { sessionId, id: guestId, name: guestId, role: 'guest' },
      key,
      bodyHash: JSON.stringify([voteId, optionIds]),
      voteId,
      optionIds,
    })
    const voteIdOf = ({ outcomes: [outcome] }: Committed): string => {
      if (outcome?.ok !== true || outcome.value.vote === null) throw new Error('no vote')
      return outcome.value.vote.id
    }
    const openVote = async (words: Partial<VoteDraft> = {}): Promise<{ sessionId: string; voteId: string }> => {
      const { id } = await createSession(store)
      const voteId = voteIdOf(await appendAll(store, [create(id, words)]))
      await appendAll(store, [act(id, voteId, 'open')])
      return { sessionId: id, voteId }
    }
    const refusals = ({ outcomes }: Committed) => outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.refusal.code))

    test('[VOTE-2] ballots of one guest that race in several batches are one ballot, and the counts say so', async () => {
      const { sessionId, voteId } = await openVote()
      const batches = Array.from({ length: 10 }, (_, batch) => [
        cast(sessionId, voteId, 'g', [`o${(batch % 3) + 1}`]),
        cast(sessionId, voteId, `g${batch}`, ['o2']),
      ])
      await Promise.all(batches.map((commands) => appendAll(store, commands)))
      await expectRecount(store, sessionId)
      const [vote] = await store.readVotes(sessionId)
      expect([vote?.ballots, vote?.chain.seq]).toEqual([11, 20])
    })

    test('[SEND-1] one key is one ballot, however often it comes; with another choice it is refused', async () => {
      const { sessionId, voteId } = await openVote()
      const once = cast(sessionId, voteId, 'g', ['o1'], 'key-0001')
      await Promise.all(Array.from({ length: 10 }, () => appendAll(store, [once, once])))
      expect(refusals(await appendAll(store, [cast(sessionId, voteId, 'g', ['o2'], 'key-0001')]))).toEqual(['key_reused'])
      expect((await store.readChain(sessionId, voteId, 0, 100)).map(({ optionIds }) => optionIds)).toEqual([['o1']])
    })

    test('[VOTE-3] what comes after the close is refused, and stays refused under its key when the vote opens again', async () => {
      const { sessionId, voteId } = await openVote()
      const late = cast(sessionId, voteId, 'late', ['o1'])
      const { outcomes } = await appendAll(store, [cast(sessionId, voteId, 'g', ['o1']), act(sessionId, voteId, 'close'), late])
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false])
      await appendAll(store, [act(sessionId, voteId, 'reopen')])
      expect(refusals(await appendAll(store, [late, cast(sessionId, voteId, 'late', ['o1'])]))).toEqual(['vote_closed', 'ok'])
      await expectRecount(store, sessionId)
    })

    test('[VOTE-1] a final ballot stays, a guest’s draft does not exist, a choice is one to maxChoices different options', async () => {
      const { sessionId, voteId } = await openVote({ changeable: false, maxChoices: 2 })
      const draftId = voteIdOf(await appendAll(store, [create(sessionId)]))
      const choices = [['o1', 'o2'], ['o3'], ['o1', 'o1'], ['o9'], ['o1', 'o2', 'o3'], []]
      const casts = choices.map((optionIds, index) => cast(sessionId, voteId, index < 2 ? 'g' : `g${index}`, optionIds))
      expect(
        refusals(await appendAll(store, [...casts, cast(sessionId, draftId, 'g', ['o1']), cast(sessionId, 'nothing', 'g', ['o1'])])),
      ).toEqual([
        'ok',
        'vote_final',
        'invalid_choice',
        'invalid_choice',
        'invalid_choice',
        'invalid_choice',
        'vote_not_found',
        'vote_not_found',
      ])
      await expectRecount(store, sessionId)
    })

    test('a guest’s own ballot is read with its place in the chain', async () => {
      const { sessionId, voteId } = await openVote()
      expect(await store.readBallot(sessionId, voteId, 'g')).toBeNull()
      await appendAll(store, [
        cast(sessionId, voteId, 'g', ['o1']),
        cast(sessionId, voteId, 'h', ['o2']),
        cast(sessionId, voteId, 'g', ['o3']),
      ])
      const chain = await store.readChain(sessionId, voteId, 0, 100)
      expect(chain.map(({ seq, replaces }) => [seq, replaces])).toEqual([
        [1, null],
        [2, null],
        [3, 1],
      ])
      const own = await store.readBallot(sessionId, voteId, 'g')
      expect([own?.ballot.optionIds, own?.ballot.seq, own?.hash]).toEqual([['o3'], 3, chain[2]?.hash])
    })

    test('ballots that no tally tells of are seen by the head check, until they are published', async () => {
      const { sessionId, voteId } = await openVote()
      // The opening was published just now, so the first ballot waits.
      const committed = await appendAll(store, [cast(sessionId, voteId, 'g', ['o1'])])
      const isWaiting = committed.tallyDueInMs !== null
      expect((await store.readHeads([sessionId])).get(sessionId)?.hasUnpublishedBallots).toBe(isWaiting)
      await appendAll(store, [act(sessionId, voteId, 'close')])
      expect((await store.readHeads([sessionId])).get(sessionId)?.hasUnpublishedBallots).toBe(false)
    })

    test('[LOG-6] who has voted, where results are for voters, is told by the log and by the tables alike, and by no event', async () => {
      const { sessionId, voteId } = await openVote({ results: 'afterVoting' })
      await appendAll(store, [cast(sessionId, voteId, 'alice', ['o1']), cast(sessionId, voteId, 'bob', ['o2'])])
      await appendAll(store, [cast(sessionId, voteId, 'carol', ['o1']), cast(sessionId, voteId, 'alice', ['o2'])])
      await appendAll(store, [act(sessionId, voteId, 'close')])
      const log = await store.readEvents(sessionId, 0, 100)
      expect(log?.events.flatMap(({ voters }) => voters ?? []).sort()).toEqual(['alice', 'bob', 'carol'])
      expect(JSON.stringify(log?.events.map(({ event }) => event))).not.toMatch(/alice|bob|carol/)
      const walls = await store.readWalls(sessionId)
      expect(walls?.voters.map(({ audience, guestIds }) => [audience, [...guestIds].sort()])).toEqual([
        ['everyone', ['alice', 'bob', 'carol']],
      ])
      expect(JSON.stringify(walls?.walls)).not.toMatch(/alice|bob|carol/)
    })

    test('[VOTE-3] ending the session closes its votes first', async () => {
      const { sessionId, voteId } = await openVote()
      await appendAll(store, [cast(sessionId, voteId, 'g', ['o1'])])
      await appendAll(store, [{ kind: 'actOnSession', act: 'end', ...byHost(sessionId) }])
      const log = await store.readEvents(sessionId, 0, 100)
      expect(log?.events.slice(-2).map(({ event }) => event.type)).toEqual(['vote.closed', 'session.ended'])
      expect(log?.events.at(-2)?.event.data).toMatchObject({ state: 'closed', tally: { ballots: 1, counts: { o1: 1 } } })
      expect(refusals(await appendAll(store, [cast(sessionId, voteId, 'late', ['o1'])]))).toEqual(['vote_closed'])
    })

    test('[VOTE-2] whatever is asked in whatever order: counts are a recount, tallies a prefix of it, and the walls the fold over the log', async () => {
      const voteAt = fc.nat({ max: 2 })
      const action = fc.oneof(
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('create' as const),
            results: fc.constantFrom('always' as const, 'afterVoting' as const, 'afterClose' as const, 'never' as const),
            changeable: fc.boolean(),
          }),
        },
        {
          weight: 4,
          arbitrary: fc.record({
            kind: fc.constant('act' as const),
            at: voteAt,
            to: fc.constantFrom<VoteAction>('open', 'close', 'reveal', 'hide', 'reopen', 'rerun', 'show', 'withdraw', 'remove'),
          }),
        },
        {
          weight: 12,
          arbitrary: fc.record({
            kind: fc.constant('cast' as const),
            at: voteAt,
            guest: fc.nat({ max: 5 }),
            option: fc.integer({ min: 1, max: 4 }),
          }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('change' as const), at: voteAt }) },
      )
      const script = fc.array(fc.array(action, { minLength: 1, maxLength: 30 }), { maxLength: 6 })
      await fc.assert(
        fc.asyncProperty(script, async (batches) => {
          const session = await createSession(store)
          const votes: string[] = [voteIdOf(await appendAll(store, [create(session.id)]))]
          for (const batch of batches) {
            const commands = batch.map((step): KeyedCommand => {
              if (step.kind === 'create') return create(session.id, { results: step.results, changeable: step.changeable })
              const voteId = votes[step.at % votes.length] as string
              if (step.kind === 'act') return act(session.id, voteId, step.to)
              if (step.kind === 'cast') return cast(session.id, voteId, `g${step.guest}`, [`o${step.option}`])
              return { kind: 'changeVote', ...byHost(session.id), voteId, change: { question: '谁先哭？' } }
            })
            const { outcomes } = await appendAll(store, commands)
            for (const outcome of outcomes)
              if (outcome.ok && outcome.value.vote !== null && !votes.includes(outcome.value.vote.id)) votes.push(outcome.value.vote.id)
          }
          await expectRecount(store, session.id)
          await expectFold(store, session)
        }),
        { numRuns: 40 },
      )
    })
  })
}

/** Counts against ballots, ballots against the chain, and the versions of what was published (VOTE-2, VOTE-4). */
async function expectRecount(store: Store, sessionId: Session['id']): Promise<void> {
  for (const vote of await store.readVotes(sessionId)) {
    const ballots = await store.readBallots(sessionId, vote.id, '', 10_000)
    expect(vote.counts).toEqual(tallyOf(vote.options, ballots))
    expect(vote.ballots).toBe(ballots.length)
    const chain = await store.readChain(sessionId, vote.id, 0, 10_000)
    const replaced = new Set(chain.map(({ replaces }) => replaces))
    expect(
      tallyOf(
        vote.options,
        chain.filter(({ seq }) => !replaced.has(seq)),
      ),
    ).toEqual(vote.counts)
    let head = chainStart(sessionId, vote.id)
    for (const entry of chain) {
      const next = nextEntry(head, entry)
      expect(entry).toEqual(next)
      head = { seq: next.seq, hash: next.hash }
    }
    expect(vote.chain).toEqual(head)
    const log = await store.readEvents(sessionId, 0, 10_000)
    const versions = (log?.events ?? []).flatMap(({ event }) => {
      if (event.type === 'vote.tally') return event.data.voteId === vote.id ? [event.data.version] : []
      if (!event.type.startsWith('vote.')) return []
      const { id, tally } = event.data as { id: string; tally: { version: number } | null }
      return id === vote.id && tally !== null ? [tally.version] : []
    })
    expect(versions).toEqual(versions.map((_, index) => index + 1))
  }
}

function tallyOf(
  options: readonly { readonly id: string }[],
  ballots: readonly { readonly optionIds: readonly string[] }[],
): Record<string, number> {
  const counts = Object.fromEntries(options.map(({ id }) => [id, 0]))
  for (const { optionIds } of ballots) for (const id of optionIds) counts[id] = (counts[id] ?? 0) + 1
  return counts
}
