import { type ReactionKind, ReactionKindSchema, type Session } from '@guestwall/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tap } from '../domain/tap.ts'
import type { KeyedCommand } from './decide/command.ts'
import { appendAll, createSession, HOST, newId } from './store.test-kit.ts'
import type { Store } from './store.ts'

const NOW = '2026-11-22T10:00:00.000Z'
const KINDS = ReactionKindSchema.options

/** The rules of every store about reactions. `open` gives an empty one. */
export function reactionContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store of reactions`, () => {
    let store: Store
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())

    const byHost = (sessionId: string) => ({ actor: { sessionId, ...HOST }, key: newId(), bodyHash: '' })
    const say = (sessionId: string): KeyedCommand => ({
      kind: 'sendMessage',
      actor: { sessionId, id: 'author', name: 'author', role: 'guest' },
      key: newId(),
      bodyHash: '',
      content: 'hello',
      guestName: 'author',
    })
    /** A session with some messages on its wall. */
    const sessionWith = async (messages: number, change: Partial<Session> = {}) => {
      const { id } = await createSession(store, { reactions: true, ...change })
      const { outcomes } = await appendAll(
        store,
        Array.from({ length: messages }, () => say(id)),
      )
      const ids = outcomes.map((outcome) => (outcome.ok ? (outcome.value.message?.id ?? '') : ''))
      return { id, ids }
    }
    const count = async (sessionId: string, taps: readonly Tap[]) => {
      const seen = [...new Set(taps.map(({ guestId }) => guestId))].map((id) => ({ id, name: id, source: 'link', firstAt: NOW, at: NOW }))
      const committed = await store.append(sessionId, { commands: [{ kind: 'countReactions', taps }], seen, now: NOW, newIds: [newId()] })
      const [outcome] = committed?.outcomes ?? []
      return outcome?.ok === true ? outcome.value.taps : null
    }
    const countsIn = async (sessionId: string, ids: readonly string[]) => (await store.readReactions(sessionId, ids))?.counted ?? []
    const tap = (messageId: string, guestId: string, kind: ReactionKind | null, order: number): Tap => ({ messageId, guestId, kind, order })

    test('[REACT-1] the newest reaction of a guest to a message counts, in whatever order they arrive and however often', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              message: fc.nat(2),
              guest: fc.nat(4),
              kind: fc.option(fc.constantFrom(...KINDS)),
              order: fc.nat(20),
            }),
            { maxLength: 40 },
          ),
          async (taps) => {
            const { id, ids } = await sessionWith(3)
            const newest = new Map<string, Tap>()
            for (const { message, guest, kind, order } of taps) {
              const one = tap(ids[message] ?? '', `g${guest}`, kind, order)
              expect(await count(id, [one])).toEqual([null])
              const name = `${one.messageId} ${one.guestId}`
              if (order > (newest.get(name)?.order ?? -1)) newest.set(name, one)
            }
            const expected = new Map<string, number>()
            for (const { messageId, kind } of newest.values()) {
              if (kind !== null) expected.set(`${messageId} ${kind}`, (expected.get(`${messageId} ${kind}`) ?? 0) + 1)
            }
            const counted = (await countsIn(id, ids)).map((each) => [`${each.messageId} ${each.kind}`, each.count] as const)
            expect(new Map(counted)).toEqual(expected)
          },
        ),
        { numRuns: 15 },
      )
    })

    test('[REACT-1] many reactions are counted in one transaction, which raises their version and not the head', async () => {
      const { id, ids } = await sessionWith(1)
      const before = (await store.readHeads([id])).get(id)
      await count(
        id,
        Array.from({ length: 300 }, (_, guest) => tap(ids[0] ?? '', `g${guest}`, 'love', 1)),
      )
      expect(await countsIn(id, ids)).toEqual([{ messageId: ids[0], kind: 'love', count: 300 }])
      const after = (await store.readHeads([id])).get(id)
      expect(after).toEqual({ ...before, reactionsVersion: (before?.reactionsVersion ?? 0) + 1 })
      expect((await store.readReactions(id, []))?.version).toBe(after?.reactionsVersion)
    })

    test('[REACT-2] a message that is rejected hides its reactions and takes none, until its rejection is undone; one that is removed loses them for good', async () => {
      const { id, ids } = await sessionWith(2)
      const [one = '', other = ''] = ids
      await count(id, [tap(one, 'g', 'joy', 5), tap(other, 'g', 'joy', 5)])
      const act = { kind: 'actOnMessage', messageId: one } as const
      await appendAll(store, [{ ...act, ...byHost(id), action: 'reject', from: 'shown' }])
      expect(await countsIn(id, ids)).toEqual([{ messageId: other, kind: 'joy', count: 1 }])
      expect(await store.readOwnReactions(id, ['g'], 10)).toEqual([tap(other, 'g', 'joy', 5)])
      expect(await count(id, [tap(one, 'g', 'joy', 6)])).toEqual(['message_not_found'])
      await appendAll(store, [{ ...act, ...byHost(id), action: 'restore' }])
      expect(await countsIn(id, [one])).toEqual([{ messageId: one, kind: 'joy', count: 1 }])
      expect(await store.readOwnReactions(id, ['g'], 10)).toHaveLength(2)
      await appendAll(store, [{ ...act, ...byHost(id), action: 'reject', from: 'shown' }])
      await appendAll(store, [{ kind: 'removeMessage', ...byHost(id), messageId: one }])
      expect(await countsIn(id, ids)).toEqual([{ messageId: other, kind: 'joy', count: 1 }])
      expect(await store.readOwnReactions(id, ['g'], 10)).toEqual([tap(other, 'g', 'joy', 5)])
    })

    test.each(['remove', 'ban'] as const)('[REACT-2] after `%s` a guest counts no more, and reacts no more', async (act) => {
      const { id, ids } = await sessionWith(1)
      const [one = ''] = ids
      await count(id, [tap(one, 'bad', 'love', 1), tap(one, 'good', 'love', 1)])
      await appendAll(store, [{ kind: 'actOnGuest', ...byHost(id), guestId: 'bad', act, reason: null }])
      expect(await countsIn(id, ids)).toEqual([{ messageId: one, kind: 'love', count: 1 }])
      expect(await count(id, [tap(one, 'bad', 'love', 2)])).toEqual(['removed'])
      expect(await countsIn(id, ids)).toEqual([{ messageId: one, kind: 'love', count: 1 }])
    })

    test('[REACT-2] a muted guest keeps its reactions, and adds and changes none until it may write again', async () => {
      const { id, ids } = await sessionWith(1)
      const [one = ''] = ids
      const acts = { kind: 'actOnGuest', guestId: 'loud', reason: null } as const
      await count(id, [tap(one, 'loud', 'love', 1)])
      await appendAll(store, [{ ...acts, ...byHost(id), act: 'mute' }])
      expect(await count(id, [tap(one, 'loud', 'joy', 2)])).toEqual(['muted'])
      expect(await countsIn(id, ids)).toEqual([{ messageId: one, kind: 'love', count: 1 }])
      await appendAll(store, [{ ...acts, ...byHost(id), act: 'unmute' }])
      expect(await count(id, [tap(one, 'loud', 'joy', 3)])).toEqual([null])
    })

    test('[REACT-2] a message that is private or waits for the host takes no reaction', async () => {
      const { id } = await sessionWith(1, { privateWishes: true })
      const { outcomes } = await appendAll(store, [
        { ...say(id), to: 'hosts' } as KeyedCommand,
        { ...say(id), kind: 'sendMessage', content: 'wait', guestName: 'author', check: { held: [{ rule: 'approve' }], refusal: null } },
      ])
      const said = outcomes.flatMap((outcome) => (outcome.ok ? (outcome.value.message ?? []) : []))
      expect(said.map(({ status }) => status)).toEqual(['private', 'pending'])
      for (const { id: messageId } of said) expect(await count(id, [tap(messageId, 'g', 'love', 1)])).toEqual(['message_not_found'])
    })

    test('[REACT-2] the undo of a ban gives back the messages with the reactions of the others', async () => {
      const { id, ids } = await sessionWith(1)
      const [one = ''] = ids
      await count(id, [tap(one, 'author', 'joy', 1), tap(one, 'g', 'joy', 1)])
      const acts = { kind: 'actOnGuest', guestId: 'author', reason: null } as const
      await appendAll(store, [{ ...acts, ...byHost(id), act: 'ban' }])
      expect(await countsIn(id, ids)).toEqual([])
      await appendAll(store, [
        { ...acts, ...byHost(id), act: 'unban' },
        { kind: 'actOnMessage', messageId: one, action: 'restore', ...byHost(id) },
      ])
      expect(await countsIn(id, ids)).toEqual([{ messageId: one, kind: 'joy', count: 1 }])
    })

    test('[REACT-3] what comes back to the wall, or is pinned there, has the reactions read again', async () => {
      const { id, ids } = await sessionWith(1)
      const version = async () => (await store.readHeads([id])).get(id)?.reactionsVersion ?? 0
      const versions = [await version()]
      for (const [action, from] of [['pin'], ['reject', 'shown'], ['restore']] as const) {
        await appendAll(store, [{ kind: 'actOnMessage', messageId: ids[0] ?? '', action, from, ...byHost(id) }])
        versions.push(await version())
      }
      expect(new Set(versions).size).toBe(4)
    })

    test('[REACT-2] reactions are refused where they are off, and after the end', async () => {
      const off = await sessionWith(1, { reactions: false })
      expect(await count(off.id, [tap(off.ids[0] ?? '', 'g', 'love', 1)])).toEqual(['forbidden'])
      const ended = await sessionWith(1)
      await appendAll(store, [{ kind: 'actOnSession', ...byHost(ended.id), act: 'end' }])
      expect(await count(ended.id, [tap(ended.ids[0] ?? '', 'g', 'love', 1)])).toEqual(['session_ended'])
    })

    test('the reactions of many guests are read at once, of each the newest', async () => {
      const { id, ids } = await sessionWith(3)
      await count(
        id,
        ids.flatMap((message, at) => [tap(message, 'g', 'love', at + 1), tap(message, 'other', 'joy', 9 - at)]),
      )
      const [one = '', two = '', three = ''] = ids
      const own = await store.readOwnReactions(id, ['g', 'nobody', 'other'], 2)
      expect(own.filter(({ guestId }) => guestId === 'g')).toEqual([tap(three, 'g', 'love', 3), tap(two, 'g', 'love', 2)])
      expect(own.filter(({ guestId }) => guestId !== 'g')).toEqual([tap(one, 'other', 'joy', 9), tap(two, 'other', 'joy', 8)])
      expect(await store.readOwnReactions(id, [], 2)).toEqual([])
    })

    test('[DEL-1] a deleted session leaves no reaction', async () => {
      const { id, ids } = await sessionWith(1)
      await count(id, [tap(ids[0] ?? '', 'g', 'love', 1)])
      expect(await store.deleteSession(id, {})).toBe(true)
      expect(await store.readReactions(id, ids)).toBeNull()
      expect(await store.readOwnReactions(id, ['g'], 10)).toEqual([])
    })
  })
}
