import type { KnownGuest, Session } from '@guestwall/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeenGuest } from '../domain/seen-guest.ts'
import type { KeyedCommand as Command, GuestAct } from './decide/command.ts'
import type { Committed, Store } from './store.ts'
import { appendAll, createSession, expectFold, HOST, newId } from './store.test-kit.ts'

const AT = '2026-11-22T10:00:00.000Z'
const LATER = '2026-11-22T11:00:00.000Z'
const MARKED_BY_HOST = { by: { id: HOST.id, name: HOST.name } }

/** The rules of guests for every store. `open` gives an empty one. */
export function guestContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store of guests`, () => {
    let store: Store
    let session: Session
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())
    beforeEach(async () => {
      session = await createSession(store)
    })

    const seen = (id: string, over: Partial<SeenGuest> = {}): SeenGuest => ({ id, name: id, source: 'link', firstAt: AT, at: AT, ...over })
    const append = (commands: readonly Command[]) => appendAll(store, commands)
    const note = (...guests: SeenGuest[]) =>
      store.append(session.id, { commands: [{ kind: 'noteGuests' }], seen: guests, now: AT, newIds: ['unused'] })
    const say = (guestId: string, content: string = newId()): Command => ({
      kind: 'sendMessage',
      actor: { sessionId: session.id, id: guestId, name: guestId, role: 'guest' },
      key: newId(),
      bodyHash: content,
      content,
      guestName: guestId,
    })
    const asHost = () => ({ actor: { sessionId: session.id, ...HOST }, key: newId(), bodyHash: '' })
    const act = (guestId: string, how: GuestAct, reason: string | null = null): Command => ({
      kind: 'actOnGuest',
      ...asHost(),
      guestId,
      act: how,
      reason,
    })
    const clear = (guestId: string, how: 'reject' | 'remove'): Command => ({ kind: 'clearGuest', ...asHost(), guestId, how })
    const list = async (query: { before?: string | null; name?: string; limit?: number } = {}) =>
      store.readGuests(session.id, { before: null, name: '', limit: 100, ...query })
    const guest = async (id: string): Promise<KnownGuest | undefined> => (await list()).find((listed) => listed.guest.id === id)?.guest
    const codes = ({ outcomes }: Committed) => outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.refusal.code))
    const types = ({ slice }: Committed) => slice.events.map(({ event }) => event.type)
    const statuses = async () => {
      const every = await store.readMessages(session.id, {
        statuses: ['shown', 'pending', 'rejected', 'removed'],
        before: null,
        limit: 100,
      })
      return every.map(({ content, status }) => `${content} ${status}`).reverse()
    }

    test('[PEOPLE-1] a guest is noted without an event; the first note keeps where it came from, a later one its name and visit', async () => {
      const noted = await note(seen('g1', { source: 'code' }))
      expect(noted).toMatchObject({ slice: { from: 0, to: 0, events: [] } })
      await note(seen('g1', { name: '小红', source: 'link', firstAt: LATER, at: LATER }))
      expect(await list()).toEqual([
        {
          guest: {
            id: 'g1',
            name: '小红',
            firstSeenAt: AT,
            lastSeenAt: LATER,
            source: 'code',
            isRenamed: false,
            isMuted: false,
            isRemoved: false,
            isBanned: false,
            reason: null,
            by: null,
          },
          messages: 0,
        },
      ])
    })

    test('[PEOPLE-1] the list goes by pages from the newest id; with each guest comes the number of messages that are not removed', async () => {
      await note(seen('g1'), seen('g2'), seen('g3'))
      const sent = await append([say('g1'), say('g1'), say('g3'), say('g1')])
      const messageId = (sent.outcomes[0]?.ok === true && sent.outcomes[0].value.message?.id) || ''
      await append([{ kind: 'removeMessage', ...asHost(), messageId }])
      const first = await list({ limit: 2 })
      const second = await list({ limit: 2, before: first.at(-1)?.guest.id ?? null })
      expect([...first, ...second].map((listed) => [listed.guest.id, listed.messages])).toEqual([
        ['g3', 1],
        ['g2', 0],
        ['g1', 2],
      ])
    })

    test('[PEOPLE-1] pages bring each of 5,000 guests once, also when guests come and return meanwhile', async () => {
      const idOf = (number: number) => `g${String(number).padStart(5, '0')}`
      const all = Array.from({ length: 5_000 }, (_, number) => seen(idOf(number)))
      for (let from = 0; from < all.length; from += 1_000) await note(...all.slice(from, from + 1_000))
      const found: string[] = []
      for (let before: string | null = null; ; ) {
        const page = await list({ before, limit: 200 })
        found.push(...page.map((listed) => listed.guest.id))
        if (page.length < 200) break
        before = found.at(-1) ?? null
        // One who is new, one who returns.
        await note(seen(idOf(9_000 + found.length)), seen(idOf(0), { at: LATER }))
      }
      expect(found).toEqual(all.map(({ id }) => id).reverse())
      expect((await list({ name: 'G0004', limit: 200 })).map((listed) => listed.guest.id)).toEqual(
        all
          .filter(({ id }) => id.includes('g0004'))
          .map(({ id }) => id)
          .reverse(),
      )
    })

    test('[PEOPLE-1] the search finds a part of a name in any case and width, and takes no character as a pattern', async () => {
      await note(seen('g1', { name: 'Ａnna  Müller' }), seen('g2', { name: '小明100%' }), seen('g3', { name: 'Bob_B' }))
      const found = async (part: string) => (await list({ name: part })).map((listed) => listed.guest.id)
      expect(await found('anna m')).toEqual(['g1'])
      expect(await found('ＭÜＬＬＥＲ')).toEqual(['g1'])
      expect(await found('小明')).toEqual(['g2'])
      expect(await found('0%')).toEqual(['g2'])
      expect(await found('%')).toEqual(['g2'])
      expect(await found('b_b')).toEqual(['g3'])
      expect(await found('_')).toEqual(['g3'])
      expect(await found('\\')).toEqual([])
    })

    test('[PEOPLE-2] a muted guest’s messages are refused from the very next command, and nobody else’s, until it is unmuted', async () => {
      await note(seen('g1'), seen('g2'))
      expect(codes(await append([say('g1'), act('g1', 'mute', 'too loud'), say('g1'), say('g2')]))).toEqual(['ok', 'ok', 'muted', 'ok'])
      expect(codes(await append([say('g1'), say('g2')]))).toEqual(['muted', 'ok'])
      expect(await guest('g1')).toMatchObject({ isMuted: true, reason: 'too loud', ...MARKED_BY_HOST })
      expect(codes(await append([act('g1', 'unmute'), say('g1')]))).toEqual(['ok', 'ok'])
      expect(codes(await append([say('g1')]))).toEqual(['ok'])
      expect(await guest('g1')).toMatchObject({ isMuted: false, reason: null, ...MARKED_BY_HOST })
    })

    test('[PEOPLE-3] a removed guest is refused every command and may be let back; its messages stay', async () => {
      await append([say('g1', 'before')])
      await note(seen('g1'))
      const removed = await append([act('g1', 'remove')])
      expect(types(removed)).toEqual(['guest.changed', 'guest.removed'])
      expect(codes(await append([say('g1')]))).toEqual(['removed'])
      expect(await guest('g1')).toMatchObject({ isRemoved: true, isBanned: false })
      expect(codes(await append([act('g1', 'unban'), say('g1', 'after')]))).toEqual(['ok', 'ok'])
      expect(await statuses()).toEqual(['before shown', 'after shown'])
    })

    test('[PEOPLE-3] a ban rejects what is shown or pending of the guest, also from the same batch, and no other message', async () => {
      await note(seen('g1'), seen('g2'))
      await append([say('g1', 'one'), say('g2', 'theirs')])
      await append([{ kind: 'changeSession', ...asHost(), change: { moderation: 'approve' } }, say('g1', 'two')])
      const banned = await append([act('g1', 'ban', 'spam')])
      expect(types(banned)).toEqual(['guest.changed', 'guest.removed', 'message.rejected', 'message.rejected'])
      expect(banned.outcomes[0]).toMatchObject({ ok: true, value: { changed: 2, guest: { isBanned: true, isRemoved: true } } })
      expect(await statuses()).toEqual(['one rejected', 'theirs shown', 'two rejected'])
      await expectFold(store, session)
    })

    describe('the undo of a ban', () => {
      const undo = (guestId: string): Command => ({ ...act(guestId, 'unban'), restoreMessages: true }) as Command
      const onMessage = (messageId: string, action: 'approve' | 'reject' | 'restore' | 'pin', from?: 'shown'): Command => ({
        kind: 'actOnMessage',
        ...asHost(),
        messageId,
        action,
        from,
      })
      const sentBy = async (guestId: string, content: string): Promise<string> => {
        const { outcomes } = await append([say(guestId, content)])
        return (outcomes[0]?.ok === true && outcomes[0].value.message?.id) || ''
      }
      const mode = (moderation: 'off' | 'approve'): Command => ({ kind: 'changeSession', ...asHost(), change: { moderation } })
      const wall = async () => (await store.readWalls(session.id))?.walls.guest
      const readAll = async () =>
        (await store.readHostMessages(session.id, { statuses: ['shown', 'pending', 'rejected'], before: null, after: 0, limit: 100 }))
          .messages

      test('[PEOPLE-3] [MOD-10] each message that the ban rejected becomes what it was: shown, pinned or waiting, in its place, with its reasons', async () => {
        await note(seen('g1'), seen('g2'))
        const pinned = await sentBy('g1', 'pinned')
        await append([say('g1', 'shown'), say('g2', 'theirs'), onMessage(pinned, 'pin'), mode('approve'), say('g1', 'waiting')])
        const before = await readAll()
        const visible = await wall()
        await append([act('g1', 'ban')])
        expect((await readAll()).map(({ content, beforeBan }) => [content, beforeBan])).toEqual([
          ['pinned', 'pinned'],
          ['shown', 'shown'],
          ['theirs', undefined],
          ['waiting', 'pending'],
        ])
        const undone = await append([undo('g1')])
        expect(types(undone)).toEqual(['guest.changed', 'message.shown', 'message.pinned', 'message.shown', 'message.held'])
        const undecided = (await readAll()).map(({ decided: _, ...message }) => message)
        expect(undecided).toEqual(before)
        expect(await wall()).toEqual(visible)
        expect(codes(await append([mode('off'), say('g1')]))).toEqual(['ok', 'ok'])
        await expectFold(store, session)
      })

      test('[PEOPLE-3] the undo gives back nothing that a host rejected, before the ban or after it, and nothing that was erased', async () => {
        await note(seen('g1'))
        const [earlier, later, erased] = [await sentBy('g1', 'earlier'), await sentBy('g1', 'later'), await sentBy('g1', 'erased')]
        await append([onMessage(earlier, 'reject', 'shown')])
        await append([act('g1', 'ban')])
        await append([onMessage(later, 'restore'), onMessage(later, 'reject', 'shown')])
        await append([{ kind: 'removeMessage', ...asHost(), messageId: erased }])
        expect(types(await append([undo('g1')]))).toEqual(['guest.changed'])
        expect(await statuses()).toEqual(['earlier rejected', 'later rejected', ' removed'])
        await expectFold(store, session)
      })

      test('[PEOPLE-3] a guest who is let back without the messages keeps them rejected, also when a later ban is undone', async () => {
        await note(seen('g1'))
        await append([say('g1', 'first')])
        await append([act('g1', 'ban')])
        expect(types(await append([act('g1', 'unban')]))).toEqual(['guest.changed'])
        await append([say('g1', 'second'), act('g1', 'ban'), undo('g1')])
        expect(await statuses()).toEqual(['first rejected', 'second shown'])
        // The same in one batch.
        await append([act('g1', 'ban'), act('g1', 'unban'), say('g1', 'third'), act('g1', 'ban'), undo('g1')])
        expect(await statuses()).toEqual(['first rejected', 'second rejected', 'third shown'])
        await append([act('g1', 'ban'), act('g1', 'unban')])
        await append([act('g1', 'ban')])
        await append([undo('g1')])
        expect(await statuses()).toEqual(['first rejected', 'second rejected', 'third rejected'])
        await expectFold(store, session)
      })

      test('[PEOPLE-3] a pin comes back only where there is a place for it: the wall has ten', async () => {
        await note(seen('g1'), seen('g2'))
        const pinned = await sentBy('g1', 'pinned')
        await append([onMessage(pinned, 'pin')])
        await append([act('g1', 'ban')])
        for (let index = 0; index < 10; index += 1) await append([onMessage(await sentBy('g2', `theirs ${index}`), 'pin')])
        expect(types(await append([undo('g1')]))).toEqual(['guest.changed', 'message.shown'])
        await expectFold(store, session)
      })

      test('[MOD-3] what was given back to the queue is for hosts and its author only, in every event of the log', async () => {
        await note(seen('g1'))
        await append([mode('approve'), say('g1', 'waiting')])
        await append([act('g1', 'ban')])
        await append([undo('g1')])
        const events = (await store.readEvents(session.id, 0, 100))?.events ?? []
        const carrying = events.filter(({ event }) => JSON.stringify(event).includes('waiting'))
        expect(carrying.map(({ event, audience }) => [event.type, audience])).toEqual([
          ['message.created', 'hosts'],
          ['message.held', 'author'],
        ])
      })
    })

    test('[PEOPLE-3] a ban refuses ballots too, under the lock', async () => {
      await note(seen('g1'), seen('g2'))
      const created = await append([
        {
          kind: 'createVote',
          ...asHost(),
          draft: { question: 'q', options: ['a', 'b'], maxChoices: 1, changeable: true, results: 'always' },
        },
      ])
      const vote = (created.outcomes[0]?.ok === true && created.outcomes[0].value.vote) || null
      const voteId = vote?.id ?? ''
      await append([{ kind: 'actOnVote', ...asHost(), voteId, action: 'open' }])
      const cast = (guestId: string): Command => ({ ...say(guestId), kind: 'castVote', voteId, optionIds: [vote?.options[0]?.id ?? ''] })
      expect(codes(await append([act('g1', 'mute'), cast('g1'), act('g2', 'ban'), cast('g2')]))).toEqual(['ok', 'ok', 'ok', 'removed'])
      expect((await store.readVotes(session.id))[0]?.ballots).toBe(1)
    })

    test('[PEOPLE-2] an act that is done already changes nothing and answers who was first', async () => {
      await note(seen('g1'))
      await append([act('g1', 'mute', 'first')])
      const second = { ...act('g1', 'mute', 'second'), actor: { sessionId: session.id, id: 'h2', name: 'Helper', role: 'host' } } as Command
      const again = await append([second])
      expect(again.slice.events).toEqual([])
      expect(again.outcomes[0]).toMatchObject({ ok: true, value: { guest: { isMuted: true, reason: 'first', ...MARKED_BY_HOST } } })
    })

    test('[SEND-1] a repeated key of an act changes nothing more and answers the guest as it is now', async () => {
      await note(seen('g1'))
      const mute = act('g1', 'mute')
      await append([mute, act('g1', 'unmute')])
      const again = await append([mute])
      expect(again.slice.events).toEqual([])
      expect(again.outcomes[0]).toMatchObject({ ok: true, value: { isReplay: true, guest: { isMuted: false } } })
    })

    test('[PEOPLE-2] a host’s name for a guest stands on its messages, shown and coming, in the log too; an erased name stays erased', async () => {
      await note(seen('g1'))
      const sent = await append([say('g1', 'old'), say('g1', 'erased')])
      const messageId = (sent.outcomes[1]?.ok === true && sent.outcomes[1].value.message?.id) || ''
      await append([{ kind: 'removeMessage', ...asHost(), messageId, eraseName: true }])
      const renamed = await append([say('g1', 'same batch'), act('g1', { rename: '小红' }), say('g1', 'next')])
      expect(types(renamed)).toEqual(['message.created', 'guest.changed', 'guest.renamed', 'message.created'])
      await append([say('g1', 'later')])
      // The guest says another name: the host's stays.
      await note(seen('g1', { name: 'again' }))
      expect(await guest('g1')).toMatchObject({ name: '小红', isRenamed: true })
      const every = await store.readMessages(session.id, { statuses: ['shown', 'removed'], before: null, limit: 100 })
      expect(every.map(({ guestName, content }) => [guestName, content]).reverse()).toEqual([
        ['小红', 'old'],
        ['', ''],
        ['小红', 'same batch'],
        ['小红', 'next'],
        ['小红', 'later'],
      ])
      const names = (await store.readEvents(session.id, 0, 100))?.events.flatMap(({ event }) =>
        event.type === 'message.created' ? [event.data.guestName] : [],
      )
      expect(names).toEqual(['小红', '', '小红', '小红', '小红'])
      await expectFold(store, session)
    })

    test('[MOD-3] the name that a host gave is told to everyone only while the guest has a message on the wall', async () => {
      await note(seen('g1'), seen('g2'))
      await append([say('g1', 'on the wall')])
      await append([act('g1', { rename: '小红' }), act('g2', { rename: '小绿' })])
      const events = (await store.readEvents(session.id, 0, 100))?.events ?? []
      expect(
        events.flatMap(({ event, audience, recipient }) =>
          event.type === 'guest.renamed' ? [[event.data.guestName, audience, recipient]] : [],
        ),
      ).toEqual([
        ['小红', 'everyone', undefined],
        ['小绿', 'author', 'g2'],
      ])
    })

    test('[PEOPLE-2] everything of a guest is rejected or erased at once; erased texts are nowhere (LOG-5)', async () => {
      await note(seen('g1'), seen('g2'))
      await append([say('g1', 'secret one'), say('g2', 'theirs'), say('g1', 'secret two')])
      const rejected = await append([clear('g1', 'reject')])
      expect(types(rejected)).toEqual(['message.rejected', 'message.rejected'])
      expect(rejected.outcomes[0]).toMatchObject({ ok: true, value: { changed: 2 } })
      await append([say('g1', 'secret three')])
      expect((await append([clear('g1', 'remove')])).outcomes[0]).toMatchObject({ ok: true, value: { changed: 3 } })
      expect(await statuses()).toEqual([' removed', 'theirs shown', ' removed', ' removed'])
      expect(JSON.stringify([await store.readEvents(session.id, 0, 100), await store.readWalls(session.id)])).not.toContain('secret')
      await expectFold(store, session)
    })

    test('an act on a guest that nobody knows is refused', async () => {
      expect(codes(await append([act('nobody', 'mute'), clear('nobody', 'remove')]))).toEqual(['guest_not_found', 'guest_not_found'])
    })

    test('[PEOPLE-1] a guest that the same batch notes for the first time may be acted on in it', async () => {
      const commands = [act('new', 'mute'), say('new')]
      const done = await store.append(session.id, { commands, seen: [seen('new')], now: AT, newIds: commands.map(newId) })
      expect(done?.outcomes).toMatchObject([{ ok: true }, { ok: false, refusal: { code: 'muted' } }])
      expect(await guest('new')).toMatchObject({ isMuted: true })
    })

    test('[PEOPLE-4] the walls come with the guests on whom hosts have acted, and no others', async () => {
      await note(seen('g1'), seen('g2'))
      await append([act('g2', 'ban')])
      expect((await store.readWalls(session.id))?.guests).toMatchObject([{ id: 'g2', isBanned: true }])
    })
  })
}
