import {
  DEFAULT_FILTER_SETTINGS,
  DEFAULT_MODERATION_SETTINGS,
  type ModerationSettings,
  NEW_SCREEN,
  NO_SCREEN_CONTROL,
  type ScreenChange,
  type Session,
  type WallMessage,
} from '@guestwall/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeyedCommand as Command, MessageAction } from './decide/command.ts'
import type { Committed, Store } from './store.ts'
import { appendAll, createSession, expectFold, HOST, MODERATION_STEPS, newId } from './store.test-kit.ts'

/** The rules of every store. `open` gives an empty one. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store`, () => {
    let store: Store
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())

    const newSession = (change: Partial<Session> = {}) => createSession(store, change)
    const append = (commands: readonly Command[]) => appendAll(store, commands)
    const say = (sessionId: string, key: string, content = key, guestId = 'guest'): Command => ({
      kind: 'sendMessage',
      actor: { sessionId, id: guestId, name: guestId, role: 'guest' },
      key,
      bodyHash: content,
      content,
      guestName: guestId,
    })
    const remove = (sessionId: string, messageId: string, key: string = newId()): Command => ({
      kind: 'removeMessage',
      actor: { sessionId, ...HOST },
      key,
      bodyHash: messageId,
      messageId,
    })
    const change = (sessionId: string, changes: Extract<Command, { kind: 'changeSession' }>['change']): Command => ({
      kind: 'changeSession',
      actor: { sessionId, ...HOST },
      key: newId(),
      bodyHash: '',
      change: changes,
    })
    const act = (
      sessionId: string,
      messageId: string,
      action: MessageAction,
      from?: 'pending' | 'shown',
      key: string = newId(),
    ): Command => ({
      kind: 'actOnMessage',
      actor: { sessionId, ...HOST },
      key,
      bodyHash: `${action} ${messageId}`,
      messageId,
      action,
      from,
    })
    const hold = (sessionId: string, key: string, content = key): Command => ({
      ...(say(sessionId, key, content) as Extract<Command, { kind: 'sendMessage' }>),
      check: { held: [{ rule: 'word', text: content }], refusal: null },
    })
    const messageIdOf = (committed: Committed, index = 0): string => {
      const outcome = committed.outcomes[index]
      if (outcome?.ok !== true || outcome.value.message === null) throw new Error('no message')
      return outcome.value.message.id
    }

    test('a session is found by id and by code, and a code is taken once', async () => {
      const session = await newSession()
      expect(await store.findSession(session.id)).toEqual(session)
      expect(await store.findSession(session.code)).toEqual(session)
      expect(await store.findSession('nobody')).toBeNull()
      expect(await store.createSession({ session: { ...session, id: newId() }, epoch: 'other' })).toBe(false)
    })

    test('what is asked of no session is answered null', async () => {
      expect(await store.append('nobody', { commands: [], now: '', newIds: [] })).toBeNull()
      expect(await store.readEvents('nobody', 0, 10)).toBeNull()
      expect(await store.readWalls('nobody')).toBeNull()
      expect((await store.readHeads(['nobody'])).size).toBe(0)
    })

    test('[LOG-1] ids count 1, 2, 3 over batches, refusals and retries without a hole', async () => {
      const { id } = await newSession()
      await append([say(id, 'a'), say(id, 'b')])
      await append([say(id, 'a'), remove(id, 'nothing'), say(id, 'c'), say(id, 'b', 'another body')])
      await append([say(id, 'd')])
      const slice = await store.readEvents(id, 0, 100)
      expect(slice?.events.map(({ event }) => event.id)).toEqual([1, 2, 3, 4])
      expect(slice).toMatchObject({ from: 0, to: 4, epoch: `epoch-${id}` })
      expect((await store.readHeads([id])).get(id)).toEqual({
        epoch: `epoch-${id}`,
        head: 4,
        hasUnpublishedBallots: false,
        reactionsVersion: 0,
      })
    })

    test('[LOG-2] batches that race for one session get contiguous ids, each key one event', async () => {
      const { id } = await newSession()
      const batches = Array.from({ length: 12 }, (_, batch) =>
        Array.from({ length: 10 }, (_, index) => say(id, `key-${(batch % 6) * 10 + index}`)),
      )
      const committed = await Promise.all(batches.map(append))
      const slice = await store.readEvents(id, 0, 1000)
      expect(slice?.events.map(({ event }) => event.id)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
      const written = committed.flatMap(({ slice: { events } }) => events.map(({ event }) => event.id)).sort((left, right) => left - right)
      expect(written).toEqual(slice?.events.map(({ event }) => event.id))
    })

    test('[SEND-1] a key that is known gives the first result; with another body it is refused; another guest’s is its own', async () => {
      const { id } = await newSession()
      const first = messageIdOf(await append([say(id, 'key')]))
      const again = await append([say(id, 'key')])
      expect(messageIdOf(again)).toBe(first)
      expect(again.outcomes[0]).toMatchObject({ ok: true, value: { isReplay: true } })
      expect((await append([say(id, 'key', 'changed')])).outcomes[0]).toMatchObject({ ok: false, refusal: { code: 'key_reused' } })
      expect(messageIdOf(await append([say(id, 'key', 'key', 'somebody else')]))).not.toBe(first)
    })

    test('[SEND-1] one key several times in one batch is one event and equal answers', async () => {
      const { id } = await newSession()
      const committed = await append([say(id, 'key'), say(id, 'key'), say(id, 'key')])
      expect(committed.slice.events).toHaveLength(1)
      expect(new Set([0, 1, 2].map((index) => messageIdOf(committed, index))).size).toBe(1)
    })

    test('[LOG-5] a removed message’s body is nowhere: not in the log, the wall, the history or a retried answer', async () => {
      const { id } = await newSession()
      const messageId = messageIdOf(await append([say(id, 'secret-key', 'the secret'), say(id, 'other')]))
      await append([remove(id, messageId)])
      const everything = JSON.stringify([
        await store.readEvents(id, 0, 100),
        await store.readWalls(id),
        await store.readMessages(id, { statuses: ['shown', 'pending', 'rejected', 'removed'], before: null, limit: 100 }),
        (await append([say(id, 'secret-key', 'the secret')])).outcomes,
      ])
      expect(everything).not.toContain('the secret')
      expect((await store.readEvents(id, 0, 100))?.events.map(({ event }) => event.type)).toEqual([
        'message.created',
        'message.created',
        'message.removed',
      ])
    })

    test('[SEND-1] [LOG-5] the key of a removed message gives its first result, whatever the body: nothing is kept to compare it with', async () => {
      const { id } = await newSession()
      const written = await append([say(id, 'key', 'the secret'), say(id, 'other')])
      await append([remove(id, messageIdOf(written))])
      const kept = await append([say(id, 'third', 'another secret')])
      for (const body of ['the secret', 'something else']) {
        const again = await append([say(id, 'key', body)])
        expect(again.outcomes[0]).toMatchObject({ ok: true, value: { isReplay: true, message: { status: 'removed', content: '' } } })
      }
      expect((await append([say(id, 'third', 'changed')])).outcomes[0]).toMatchObject({ ok: false, refusal: { code: 'key_reused' } })
      expect(messageIdOf(kept)).not.toBe(messageIdOf(written))
    })

    test('[LOG-5] with the name erased the author is in no replay, also when the message had been removed before', async () => {
      const { id } = await newSession()
      const name = 'a name to forget'
      const sent = { ...say(id, 'named-key', 'the secret'), guestName: name } as Command
      const messageId = messageIdOf(await append([sent, say(id, 'other')]))
      await append([remove(id, messageId)])
      expect(JSON.stringify(await store.readEvents(id, 0, 100))).toContain(name)
      const erase = () => append([{ ...remove(id, messageId), key: newId(), eraseName: true } as Command])
      expect((await erase()).slice.events.map(({ event }) => event.data)).toEqual([{ id: messageId, wasShown: false, nameErased: true }])
      expect((await erase()).slice.events).toEqual([])
      const everything = JSON.stringify([
        await store.readEvents(id, 0, 100),
        await store.readMessages(id, { statuses: ['shown', 'removed'], before: null, limit: 100 }),
        (await append([sent])).outcomes,
      ])
      expect(everything).not.toContain(name)
      expect(everything).not.toContain('the secret')
    })

    test('a slice covers the range that it says, page by page', async () => {
      const { id } = await newSession()
      await append(Array.from({ length: 25 }, (_, index) => say(id, `key-${index}`)))
      const pages: [number, number, number][] = []
      for (let from = 0; from < 25; ) {
        const page = await store.readEvents(id, from, 10)
        if (page === null) throw new Error('gone')
        pages.push([page.from, page.to, page.events.length])
        from = page.to
      }
      expect(pages).toEqual([
        [0, 10, 10],
        [10, 20, 10],
        [20, 25, 5],
      ])
      expect(await store.readEvents(id, 25, 10)).toMatchObject({ from: 25, to: 25, events: [] })
    })

    test('history comes newest first, strictly before an event', async () => {
      const { id } = await newSession()
      await append(Array.from({ length: 5 }, (_, index) => say(id, `key-${index}`)))
      const page = await store.readMessages(id, { statuses: ['shown'], before: 4, limit: 2 })
      expect(page.map(({ eventId }) => eventId)).toEqual([3, 2])
    })

    test('[MOD-1] [MOD-4] a message is held, approved, rejected, restored and pinned; its newest decision says who and when', async () => {
      const { id } = await newSession()
      const messageId = messageIdOf(await append([hold(id, 'key-1', 'hello')]))
      const at = '2026-11-22T10:00:05.000Z'
      const results = [
        await appendAll(store, [act(id, messageId, 'approve')], at),
        await append([act(id, messageId, 'pin')]),
        await append([act(id, messageId, 'reject', 'shown')]),
        await append([act(id, messageId, 'restore')]),
      ]
      const by = { id: HOST.id, name: HOST.name }
      const held = [{ rule: 'word', text: 'hello' }]
      expect(results.map(({ outcomes: [outcome] }) => (outcome?.ok === true ? outcome.value.message : outcome))).toMatchObject([
        { status: 'shown', pinned: false, held, decided: { by, at } },
        { status: 'shown', pinned: true },
        { status: 'rejected', pinned: false, decided: { by } },
        { status: 'shown', pinned: false, content: 'hello', decided: { by } },
      ])
      const log = await store.readEvents(id, 0, 100)
      expect(log?.events.map(({ event, audience, by: actor }) => [event.type, audience, actor ?? null])).toEqual([
        ['message.created', 'hosts', null],
        ['message.shown', 'everyone', by],
        ['message.pinned', 'everyone', by],
        ['message.rejected', 'everyone', by],
        ['message.shown', 'everyone', by],
      ])
      expect(log?.events[0]?.event.data).toMatchObject({ status: 'pending', content: 'hello', held })
    })

    test('[MOD-11] a message for the hosts alone is in their wall, their list and their log with its mark, and in nothing of others', async () => {
      const { id } = await newSession({ privateWishes: true })
      const wish: Command = { ...(say(id, 'key-1') as Extract<Command, { kind: 'sendMessage' }>), to: 'hosts' }
      const messageId = messageIdOf(await append([wish, say(id, 'key-2')]))
      const seen = async () => {
        const walls = (await store.readWalls(id))?.walls
        const statuses = (messages: readonly WallMessage[] = []) => messages.map(({ status }) => status)
        return [statuses(walls?.host.messages), statuses(walls?.guest.messages), statuses(walls?.wall.messages)]
      }
      expect(await seen()).toEqual([['private', 'shown'], ['shown'], ['shown']])
      const log = await store.readEvents(id, 0, 10)
      expect(log?.events[0]).toMatchObject({ audience: 'hosts', event: { data: { status: 'private', held: [{ rule: 'private' }] } } })
      const page = { before: null, after: null, limit: 10 }
      expect((await store.readHostMessages(id, { ...page, statuses: ['private'] })).messages).toMatchObject([
        { id: messageId, held: [{ rule: 'private' }] },
      ])
      expect((await store.readHostMessages(id, { ...page, statuses: ['shown'] })).counts).toEqual({
        pending: 0,
        shown: 1,
        rejected: 0,
        private: 1,
      })
      await append([{ ...act(id, messageId, 'reject'), from: 'private' } as Command])
      expect(await seen()).toEqual([['shown'], ['shown'], ['shown']])
      await append([act(id, messageId, 'restore')])
      expect(await seen()).toEqual([['private', 'shown'], ['shown'], ['shown']])
      const clear = {
        kind: 'clearGuest',
        actor: { sessionId: id, ...HOST },
        key: newId(),
        bodyHash: '',
        guestId: 'guest',
        how: 'remove',
      } as const
      await store.append(id, {
        commands: [clear],
        seen: [{ id: 'guest', name: 'guest', firstAt: '2026-11-22T10:00:00.000Z', at: '2026-11-22T10:00:00.000Z', source: 'link' }],
        now: '2026-11-22T10:00:00.000Z',
        newIds: [newId()],
      })
      expect(await seen()).toEqual([[], [], []])
    })

    test('[MOD-4] of two acts on one message the second is refused, also under its key later, and learns who was first', async () => {
      const { id } = await newSession()
      const messageId = messageIdOf(await append([hold(id, 'key-1')]))
      const late = act(id, messageId, 'reject')
      const { outcomes, slice } = await append([act(id, messageId, 'approve'), late])
      const conflict = { by: { id: HOST.id, name: HOST.name }, message: { id: messageId, status: 'shown' } }
      expect(slice.events.map(({ event }) => event.type)).toEqual(['message.shown'])
      expect(outcomes).toMatchObject([{ ok: true }, { ok: false, refusal: { code: 'conflict', conflict } }])
      expect((await append([late])).outcomes[0]).toMatchObject({ ok: false, refusal: { code: 'conflict', conflict } })
    })

    test('[SEND-1] an act on several messages, repeated under its key, changes nothing and gives the messages as they are', async () => {
      const { id } = await newSession()
      const sent = await append([hold(id, 'key-1'), hold(id, 'key-2'), say(id, 'key-3')])
      const messageIds = [0, 1, 2].map((index) => messageIdOf(sent, index))
      const command: Command = {
        kind: 'actOnMessages',
        actor: { sessionId: id, ...HOST },
        key: newId(),
        bodyHash: 'approve',
        messageIds,
        action: 'approve',
      }
      for (const events of [2, 0]) {
        const committed = await append([command])
        expect(committed.slice.events).toHaveLength(events)
        const outcome = committed.outcomes[0]
        const messages = outcome?.ok === true ? (outcome.value.messages ?? []) : []
        expect(messages.map((message) => [message.id, message.status, message.decided?.by.id])).toEqual([
          [messageIds[0], 'shown', HOST.id],
          [messageIds[1], 'shown', HOST.id],
          [messageIds[2], 'shown', undefined],
        ])
      }
    })

    test('[MOD-3] while a message is not shown, its events are marked for all readers but hosts, also after it was pinned', async () => {
      const { id } = await newSession()
      const messageId = messageIdOf(await append([say(id, 'key-1')]))
      await append([act(id, messageId, 'pin'), act(id, messageId, 'reject', 'shown')])
      const hidden = async () => (await store.readEvents(id, 0, 100))?.events.map(({ isHidden = false }) => isHidden)
      expect(await hidden()).toEqual([true, true, false])
      await append([act(id, messageId, 'restore')])
      expect(await hidden()).toEqual([false, false, false, false])
    })

    test('[LOG-6] only the author of a message that waited, besides hosts, may learn that it was rejected or removed', async () => {
      const { id } = await newSession()
      const sent = await append([hold(id, 'key-1'), hold(id, 'key-2')])
      await append([act(id, messageIdOf(sent, 0), 'reject'), remove(id, messageIdOf(sent, 1))])
      const { events } = (await store.readEvents(id, 2, 100)) ?? { events: [] }
      expect(events.map(({ audience, recipient }) => [audience, recipient])).toEqual([
        ['author', 'guest'],
        ['author', 'guest'],
      ])
    })

    test('[LOG-6] [MOD-10] only the author, besides hosts, learns that a message waits again, whether it was on the wall or rejected', async () => {
      const { id } = await newSession()
      const sent = await append([say(id, 'key-1'), hold(id, 'key-2')])
      await append([act(id, messageIdOf(sent, 0), 'hold', 'shown'), act(id, messageIdOf(sent, 1), 'reject')])
      await append([act(id, messageIdOf(sent, 1), 'hold')])
      const { events } = (await store.readEvents(id, 2, 100)) ?? { events: [] }
      expect(events.map(({ event, audience, recipient }) => [event.type, audience, recipient])).toEqual([
        ['message.rejected', 'everyone', undefined],
        ['message.held', 'author', 'guest'],
        ['message.rejected', 'author', 'guest'],
        ['message.held', 'author', 'guest'],
      ])
    })

    test('[LOG-5] a removal erases the reasons that quote the text', async () => {
      const { id } = await newSession()
      const messageId = messageIdOf(await append([hold(id, 'key-1', 'the secret')]))
      await append([remove(id, messageId)])
      const page = { statuses: ['removed'] as const, before: null, after: null, limit: 10 }
      const everything = [await store.readEvents(id, 0, 100), await store.readHostMessages(id, { ...page, statuses: [...page.statuses] })]
      expect(JSON.stringify(everything)).not.toContain('the secret')
    })

    test('[MOD-7] hosts list messages newest first or oldest first, with exact counts; the other list has no field for hosts', async () => {
      const { id } = await newSession()
      const sent = await append([hold(id, 'key-1'), hold(id, 'key-2'), hold(id, 'key-3'), say(id, 'key-4'), say(id, 'key-5')])
      await append([act(id, messageIdOf(sent, 2), 'reject'), remove(id, messageIdOf(sent, 4))])
      const list = (statuses: ('shown' | 'pending' | 'rejected')[], before: number | null, after: number | null) =>
        store.readHostMessages(id, { statuses, before, after, limit: 2 })
      const keysOf = ({ messages }: { messages: readonly { key: string }[] }) => messages.map(({ key }) => key)
      expect(keysOf(await list(['pending'], null, 0))).toEqual(['key-1', 'key-2'])
      expect(keysOf(await list(['pending'], null, 1))).toEqual(['key-2'])
      expect(keysOf(await list(['pending', 'rejected', 'shown'], 4, null))).toEqual(['key-3', 'key-2'])
      expect((await list(['pending'], null, null)).counts).toEqual({ pending: 2, shown: 1, rejected: 1, private: 0 })
      const all = await store.readMessages(id, { statuses: ['pending', 'rejected'], before: null, limit: 10 })
      expect(all.flatMap((message) => Object.keys(message)).filter((name) => name === 'held' || name === 'decided')).toEqual([])
    })

    test('[MOD-7] hosts find messages of every status by a range of events, in order, and by id', async () => {
      const { id } = await newSession()
      const sent = await append([say(id, 'key-1'), hold(id, 'key-2'), say(id, 'key-3'), say(id, 'key-4')])
      await append([act(id, messageIdOf(sent, 1), 'reject'), remove(id, messageIdOf(sent, 2))])
      const found = async (which: Parameters<Store['findMessages']>[1]) =>
        (await store.findMessages(id, which)).map(({ key, status }) => `${key} ${status}`)
      expect(await found({ from: 0, to: 3 })).toEqual(['key-1 shown', 'key-2 rejected', 'key-3 removed'])
      expect(await found({ from: 3, to: 6 })).toEqual(['key-4 shown'])
      expect(await found({ ids: [messageIdOf(sent, 3), messageIdOf(sent, 1), 'unknown'] })).toEqual(['key-2 rejected', 'key-4 shown'])
      const [decided] = await store.findMessages(id, { ids: [messageIdOf(sent, 1)] })
      expect(decided?.decided?.by.id).toBe('host')
    })

    test('[MOD-9] a first message waits until a message of its author is on the wall, also within one batch', async () => {
      const { id } = await newSession()
      const first = (key: string): Command => ({
        ...(say(id, key) as Extract<Command, { kind: 'sendMessage' }>),
        check: { held: [], heldFirst: [{ rule: 'newcomer' }], refusal: null },
      })
      const statusesOf = ({ outcomes }: Committed) => outcomes.map((outcome) => (outcome.ok ? outcome.value.message?.status : null))
      const sent = await append([first('key-1'), first('key-2')])
      expect(statusesOf(sent)).toEqual(['pending', 'pending'])
      expect(statusesOf(await append([act(id, messageIdOf(sent), 'approve'), first('key-3')]))).toEqual(['shown', 'shown'])
      expect(statusesOf(await append([first('key-4')]))).toEqual(['shown'])
      expect(statusesOf(await append([act(id, messageIdOf(sent), 'reject', 'shown'), remove(id, messageIdOf(sent))]))).toHaveLength(2)
    })

    test('[MOD-9] settings of moderation, and the tables, are the defaults until they change, then what changed, for hosts only', async () => {
      const { id } = await newSession()
      expect((await store.readWalls(id))?.settings).toEqual(DEFAULT_MODERATION_SETTINGS)
      const command = (key: string, change: Partial<ModerationSettings>): Command => ({
        kind: 'changeSettings',
        actor: { sessionId: id, ...HOST },
        key,
        bodyHash: key,
        change,
      })
      const filter = { ...DEFAULT_FILTER_SETTINGS, words: ['secret-word'] }
      const [wait, words] = [command(newId(), { newcomersWait: 'on' }), command(newId(), { filter })]
      const settings = { newcomersWait: 'on', filter }
      await append([wait])
      expect((await append([words])).outcomes).toMatchObject([{ value: { settings } }])
      expect((await append([wait])).outcomes).toMatchObject([{ value: { settings, isReplay: true } }])
      const withTables = { ...settings, tables: '1-8, 主桌' }
      expect((await append([command(newId(), { tables: '1-8, 主桌' })])).outcomes).toMatchObject([{ value: { settings: withTables } }])
      expect((await store.readWalls(id))?.settings).toEqual(withTables)
      expect((await store.readEvents(id, 0, 10))?.events.map(({ event, audience }) => [event.type, audience])).toEqual([
        ['settings.changed', 'hosts'],
        ['settings.changed', 'hosts'],
        ['settings.changed', 'hosts'],
      ])
    })

    test('[SCREEN-1] what hosts set for the screens is kept, and read with the walls', async () => {
      const { id } = await newSession()
      expect((await store.readWalls(id))?.screens).toEqual(NO_SCREEN_CONTROL)
      const command = (key: string, change: ScreenChange): Command => ({
        kind: 'controlScreens',
        actor: { sessionId: id, ...HOST },
        key,
        bodyHash: key,
        screenId: null,
        change,
      })
      const pause = command(newId(), { isPaused: true })
      await append([pause])
      const screens = { version: 2, all: { ...NEW_SCREEN, pausedAt: 1, isBlank: true }, own: {} }
      expect((await append([command(newId(), { isBlank: true })])).outcomes).toMatchObject([{ value: { screens } }])
      expect((await append([pause])).outcomes).toMatchObject([{ value: { screens, isReplay: true } }])
      expect((await store.readWalls(id))?.screens).toEqual(screens)
    })

    test('[MOD-9] a session started when it was opened first', async () => {
      const scheduled = await newSession({ state: 'scheduled' })
      expect((await store.readWalls(scheduled.id))?.startedAt).toBe(scheduled.createdAt)
      const opened = '2026-11-22T11:00:00.000Z'
      await appendAll(store, [change(scheduled.id, { state: 'open' })], opened)
      await appendAll(store, [change(scheduled.id, { title: 'later' })], '2026-11-22T12:00:00.000Z')
      expect((await store.readWalls(scheduled.id))?.startedAt).toBe(opened)
    })

    test('a batch of more rows than one INSERT takes is written whole', async () => {
      const { id } = await newSession()
      const committed = await append(Array.from({ length: 1_100 }, (_, index) => say(id, `key-${index}`)))
      expect(committed.slice.to).toBe(1_100)
      expect((await store.readEvents(id, 990, 200))?.events.map(({ event }) => event.id)).toEqual(
        Array.from({ length: 110 }, (_, index) => 991 + index),
      )
    })

    test('[LOG-3] the walls read from the tables are the fold over the log', async () => {
      const action = fc.oneof(
        { weight: 8, arbitrary: fc.record({ kind: fc.constant('say' as const), key: fc.integer({ min: 0, max: 300 }) }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }) },
        ...MODERATION_STEPS,
      )
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(action, { minLength: 1, maxLength: 60 }), { maxLength: 5 }), async (batches) => {
          const session = await newSession()
          const ids: string[] = []
          for (const batch of batches) {
            const commands = batch.map((step): Command => {
              if (step.kind === 'say') return say(session.id, `key-${step.key}`)
              if (step.kind === 'moderate') return change(session.id, { moderation: step.moderation })
              const messageId = ids[step.at % Math.max(1, ids.length)] ?? 'nothing'
              if (step.kind === 'act') return act(session.id, messageId, step.action, step.from)
              return remove(session.id, messageId)
            })
            const { outcomes } = await append(commands)
            for (const outcome of outcomes) if (outcome.ok && outcome.value.message !== null) ids.push(outcome.value.message.id)
          }
          await expectFold(store, session)
        }),
        { numRuns: 25 },
      )
    })
  })
}
