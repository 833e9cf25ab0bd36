import { PAGE_BYTES, PAGE_EVENTS } from '@guestwall/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KeyedCommand, VoteAction } from '../log/decide/command.ts'
import { createSession, HOST, newId } from '../log/store.test-kit.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { GUEST_VIEW } from '../log/decide/audience.ts'
import { LiveSession } from './live-session.ts'

const START_MS = Date.parse('2026-11-22T10:00:00.000Z')
const GUESTS = ['alice', 'bob', 'carol', 'dave']

const step = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('create' as const),
      results: fc.constantFrom('afterVoting' as const, 'always' as const, 'afterClose' as const, 'never' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('turn' as const),
      vote: fc.nat({ max: 3 }),
      turn: fc.constantFrom<VoteAction>('open', 'open', 'close', 'reveal', 'hide', 'reopen', 'rerun', 'show', 'withdraw', 'remove'),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('cast' as const),
      vote: fc.nat({ max: 3 }),
      guest: fc.constantFrom(...GUESTS),
      option: fc.constantFrom('o1', 'o2'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('results' as const), vote: fc.nat({ max: 3 }) }) },
)
const script = fc.array(fc.record({ afterMs: fc.constantFrom(0, 10, 300), steps: fc.array(step, { minLength: 1, maxLength: 8 }) }), {
  maxLength: 8,
})

async function load(store: MemoryStore, sessionId: string): Promise<LiveSession> {
  const walls = await store.readWalls(sessionId)
  const tail = await store.readEvents(sessionId, 0, 1_000)
  if (walls === null || tail === null) throw new Error('gone')
  return new LiveSession(sessionId, store, walls, tail)
}

/** The counts of each vote that a text shows. */
function countsShown(text: string): Set<string> {
  const tallies = text.matchAll(/"voteId":"([^"]+)","version":\d+,"state":"\w+","counts":\{"/g)
  return new Set([...tallies].map(([, voteId = '']) => voteId))
}

test('[VOTE-1] [SYNC-6] a server that received every event serves each reader the same as a server that loads the session now', async () => {
  let sawCounts = 0
  await fc.assert(
    fc.asyncProperty(script, async (batches) => {
      const store = new MemoryStore()
      const { id } = await createSession(store)
      const heard = await load(store, id)
      const votes: string[] = []
      let nowMs = START_MS
      for (const { afterMs, steps } of batches) {
        nowMs += afterMs
        const byHost = () => ({ actor: { sessionId: id, ...HOST }, key: newId(), bodyHash: '' })
        const voteAt = (index: number) => votes[index % Math.max(1, votes.length)] ?? 'none'
        const commands = steps.map((each): KeyedCommand => {
          switch (each.kind) {
            case 'create':
              return {
                kind: 'createVote',
                ...byHost(),
                draft: { question: '谁', options: ['一', '二'], maxChoices: 1, changeable: true, results: each.results },
              }
            case 'turn':
              return { kind: 'actOnVote', ...byHost(), voteId: voteAt(each.vote), action: each.turn }
            case 'results':
              return { kind: 'changeVote', ...byHost(), voteId: voteAt(each.vote), change: { results: 'afterVoting' } }
            case 'cast': {
              const actor = { sessionId: id, id: each.guest, name: each.guest, role: 'guest' } as const
              return { kind: 'castVote', actor, key: newId(), bodyHash: '', voteId: voteAt(each.vote), optionIds: [each.option] }
            }
            default:
              return each satisfies never
          }
        })
        const now = new Date(nowMs).toISOString()
        const committed = await store.append(id, {
          commands: [...commands, { kind: 'publishTallies' }],
          now,
          newIds: [...commands.map(newId), ''],
        })
        if (committed === null) throw new Error('gone')
        for (const outcome of committed.outcomes) {
          if (outcome.ok && outcome.value.vote !== null && !votes.includes(outcome.value.vote.id)) votes.push(outcome.value.vote.id)
        }
        heard.apply(committed.slice)

        const loaded = await load(store, id)
        // After a ballot that is in no tally yet, the loaded session may know the voter before the other one does.
        const isSettled = !(await store.readVotes(id)).some(({ chain, published }) => published !== null && chain.seq > published.seq)
        if (!isSettled) continue
        for (const [role, guestId] of [
          ['host', 'h'],
          ['wall', 'w'],
          ...GUESTS.map((guest) => ['guest', guest] as const),
          ['guest', 'nobody'],
        ] as const) {
          const [here, there] = [heard.viewOf(role, guestId), loaded.viewOf(role, guestId)]
          expect([...here.voted].sort()).toEqual([...there.voted].sort())
          expect(heard.wall(here)).toEqual(loaded.wall(there))
          expect(heard.slice(0, here)).toEqual(loaded.slice(0, there))
          // A page out of the store holds what the ring's does.
          const page = heard.head <= PAGE_EVENTS ? await heard.readPage(0, here) : heard.slice(0, here)
          expect(page).toEqual(loaded.slice(0, there))
          // No event of before shows counts that the wall hides now.
          const onWall = countsShown(JSON.stringify(heard.wall(here)))
          const open = heard.wall(here).votes.filter(({ state }) => state !== 'draft')
          const onWallAtAll = new Set(open.map((vote) => vote.id))
          const replayed = [...countsShown(page?.events.join('') ?? '')].filter((voteId) => onWallAtAll.has(voteId))
          expect(replayed.filter((voteId) => !onWall.has(voteId))).toEqual([])
          sawCounts += replayed.length
        }
      }
    }),
    { numRuns: 300 },
  )
  // The script shows counts at all.
  expect(sawCounts).toBeGreaterThan(100)
})

test('[SYNC-8] a page out of the store ends at 64 KiB, and the next begins where it ended', async () => {
  const store = new MemoryStore()
  const { id } = await createSession(store)
  const actor = { sessionId: id, id: 'alice', name: 'Alice', role: 'guest' } as const
  const commands = Array.from(
    { length: 60 },
    (): KeyedCommand => ({ kind: 'sendMessage', actor, key: newId(), bodyHash: '', content: '好'.repeat(1_100), guestName: 'Alice' }),
  )
  await store.append(id, { commands, now: new Date(START_MS).toISOString(), newIds: commands.map(newId) })
  const session = await load(store, id)
  const seen: number[] = []
  for (let at = 0; at < session.head; ) {
    const { to, events } = await session.readPage(at, GUEST_VIEW)
    expect(events.reduce((bytes, event) => bytes + Buffer.byteLength(event), 0)).toBeLessThanOrEqual(PAGE_BYTES)
    seen.push(...events.map((event) => (JSON.parse(event) as { id: number }).id))
    at = to
  }
  expect(seen).toEqual(Array.from({ length: 60 }, (_, at) => at + 1))
})

test('[CRED-3] [LOG-4] a server that goes over to a new epoch knows what was revoked before it', async () => {
  const store = new MemoryStore()
  const { id } = await createSession(store)
  const session = await load(store, id)
  const append = (...commands: KeyedCommand[]) =>
    store.append(id, { commands, now: new Date(START_MS).toISOString(), newIds: commands.map(newId) })
  const byHost = { actor: { ...HOST, sessionId: id }, bodyHash: '' }
  await append({ kind: 'createCredential', credentialId: 'c1', name: '小雨', role: 'moderator', tokenHash: 'h', key: newId(), ...byHost })
  await append({ kind: 'revokeCredential', credentialId: 'c1', key: newId(), ...byHost })
  await store.beginEpoch(id, session.epoch, 'the next epoch')
  await session.catchUp()
  expect([session.epoch, session.isRevoked({ id: 'c1', isRevocable: true })]).toEqual(['the next epoch', true])
})
