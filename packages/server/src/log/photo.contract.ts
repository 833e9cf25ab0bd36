import type { LookPart, Photo, Session, WallMessage } from '@guestwall/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NO_PHOTO_LIMITS } from '../domain/stored-photo.ts'
import type { KeyedCommand } from './decide/command.ts'
import { appendAll, createSession, expectFold, HOST, newId } from './store.test-kit.ts'
import type { Store } from './store.ts'

const AT = '2026-11-22T10:00:00.000Z'
const HOUR_LATER = '2026-11-22T11:00:00.001Z'
const SIZE = { width: 1024, height: 768 }

/** The rules of every store about photos. `open` gives an empty one. */
export function photoContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store of photos`, () => {
    let store: Store
    let session: Session
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())
    beforeEach(async () => {
      session = await createSession(store, { photos: 'on' })
    })

    /** A stored photo of a guest. */
    const upload = async (guestId = 'g1', key = newId()): Promise<Photo> => {
      const id = newId()
      expect(await store.addPhoto(session.id, { id, guestId, key, at: AT }, NO_PHOTO_LIMITS)).toBe('added')
      return (await store.storePhoto(session.id, { id, ...SIZE })) as Photo
    }
    const say = (photoId: string, guestId = 'g1', key = newId()): KeyedCommand => ({
      kind: 'sendMessage',
      actor: { sessionId: session.id, id: guestId, name: '小明', role: 'guest' },
      key,
      bodyHash: key,
      content: '新婚快乐',
      guestName: '小明',
      photoId,
    })
    const act = (messageId: string, action: 'approve' | 'reject' | 'restore'): KeyedCommand => ({
      kind: 'actOnMessage',
      actor: { sessionId: session.id, ...HOST },
      key: newId(),
      bodyHash: '',
      messageId,
      action,
      ...(action === 'reject' ? { from: 'shown' as const } : {}),
    })
    const remove = (messageId: string): KeyedCommand => ({
      kind: 'removeMessage',
      actor: { sessionId: session.id, ...HOST },
      key: newId(),
      bodyHash: '',
      messageId,
    })
    const asHost = () => ({ actor: { sessionId: session.id, ...HOST }, key: newId(), bodyHash: '' })
    const outcomeOf = async (command: KeyedCommand) => (await appendAll(store, [command])).outcomes[0]
    const post = async (command: KeyedCommand): Promise<WallMessage> => {
      const outcome = await outcomeOf(command)
      if (outcome?.ok !== true || outcome.value.message === null) throw new Error(JSON.stringify(outcome))
      return outcome.value.message
    }
    const everything = async () =>
      JSON.stringify([
        await store.readEvents(session.id, 0, 1_000),
        await store.readWalls(session.id),
        await store.readMessages(session.id, { statuses: ['shown', 'pending', 'rejected', 'removed'], before: null, limit: 100 }),
      ])
    const looseIds = async (before = AT) => {
      const loose = await store.readLoosePhotos(before, 1_000)
      return loose.flatMap(({ sessionId, id }) => (sessionId === session.id ? [id] : []))
    }

    test('[PHOTO-1] a message has the photo, in the log, in the history and on the walls, and the walls are the fold over the log', async () => {
      const photo = await upload()
      expect(await post(say(photo.id))).toMatchObject({ status: 'shown', photo })
      const [message] = await store.readMessages(session.id, { statuses: ['shown'], before: null, limit: 10 })
      expect(message?.photo).toEqual(photo)
      await expectFold(store, session)
      expect(await store.findPhoto(session.id, photo.id)).toEqual({ guestId: 'g1', status: 'shown' })
    })

    test('[PHOTO-1] where the host has not said otherwise, a message with a photo waits, whatever the moderation is', async () => {
      session = await createSession(store, { photos: 'approve' })
      const message = await post(say((await upload()).id))
      expect(message).toMatchObject({ status: 'pending', held: [{ rule: 'photo' }] })
      expect(await post(act(message.id, 'approve'))).toMatchObject({ status: 'shown', photo: message.photo })
      await expectFold(store, session)
    })

    test('[PHOTO-1] where photos are off, and for what is no photo of this guest, the message is refused for good', async () => {
      const photo = await upload()
      const refusalsOf = async (...commands: KeyedCommand[]) => {
        const { outcomes } = await appendAll(store, commands)
        return outcomes.map((outcome) => (outcome.ok ? null : [outcome.refusal.code, outcome.refusal.retryable]))
      }
      const unknown = ['photo_not_found', false]
      expect(await refusalsOf(say('nothing'), say(photo.id, 'g2'))).toEqual([unknown, unknown])
      session = await createSession(store)
      expect(await refusalsOf(say((await upload()).id))).toEqual([['photos_off', false]])
    })

    test('[PHOTO-1] of messages with one photo the first has it, also in one batch, and a retry gets its first result', async () => {
      const photo = await upload()
      const first = say(photo.id)
      const { outcomes } = await appendAll(store, [first, say(photo.id)])
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false])
      expect(await outcomeOf(say(photo.id))).toMatchObject({ ok: false, refusal: { code: 'photo_not_found' } })
      expect(await outcomeOf(first)).toMatchObject({ ok: true, value: { isReplay: true, message: { photo } } })
    })

    test('[SEND-1] of uploads under one key one is stored, however many there are', async () => {
      const first = await upload('g1', 'key-of-the-upload')
      expect(await upload('g1', 'key-of-the-upload')).toEqual(first)
      expect(await store.findUpload(session.id, 'g1', 'key-of-the-upload')).toEqual(first)
      expect(await store.findUpload(session.id, 'g2', 'key-of-the-upload')).toBeNull()
    })

    test('[PHOTO-2] a rejected message keeps its photo, for hosts', async () => {
      const photo = await upload()
      const { id } = await post(say(photo.id))
      await post(act(id, 'reject'))
      expect(await store.findPhoto(session.id, photo.id)).toMatchObject({ status: 'rejected' })
      expect(await post(act(id, 'restore'))).toMatchObject({ photo })
    })

    test('[PHOTO-4] a removal takes the photo out of every message and event, and its pictures are to be deleted', async () => {
      const photo = await upload()
      const { id } = await post(say(photo.id))
      expect(await looseIds()).toEqual([])
      await post(remove(id))
      expect(await everything()).not.toContain(photo.id)
      expect(await looseIds()).toEqual([photo.id])
      expect(await store.findPhoto(session.id, photo.id)).toBeNull()
      expect(await store.discardPhotos(session.id, [photo.id])).toEqual([photo.id])
      await store.forgetPhotos(session.id, [photo.id])
      expect(await looseIds()).toEqual([])
    })

    test('[PHOTO-4] an upload that no message has is loose after its time; discarded, no message can have it any more', async () => {
      const [photo, used] = [await upload(), await upload()]
      await post(say(used.id))
      expect([await looseIds(AT), await looseIds(HOUR_LATER)]).toEqual([[], [photo.id]])
      expect(await store.discardPhotos(session.id, [photo.id, used.id])).toEqual([photo.id])
      expect(await outcomeOf(say(photo.id))).toMatchObject({ ok: false, refusal: { code: 'photo_not_found' } })
      // A photo that was not discarded cannot be forgotten.
      await store.forgetPhotos(session.id, [photo.id, used.id])
      expect(await store.findPhoto(session.id, used.id)).not.toBeNull()
    })

    test('[PHOTO-4] of a message and the end of its photo that come at once, one happens', async () => {
      for (let round = 0; round < 20; round += 1) {
        const photo = await upload()
        const [outcome, gone] = await Promise.all([outcomeOf(say(photo.id)), store.discardPhotos(session.id, [photo.id])])
        expect([round, outcome?.ok, gone.length]).toEqual(outcome?.ok === true ? [round, true, 0] : [round, false, 1])
      }
    })

    test('[PHOTO-5] a session has so many photos of messages at most, and a guest so many of all; those that are gone do not count', async () => {
      const add = (guestId: string) =>
        store.addPhoto(session.id, { id: newId(), guestId, key: newId(), at: AT }, { ...NO_PHOTO_LIMITS, ofSession: 2, ofGuest: 2 })
      const first = await upload()
      await post(say(first.id))
      expect([await add('g1'), await add('g1'), await add('g2'), await add('g3')]).toEqual(['added', 'full', 'added', 'added'])
      const { id } = await post(say((await upload('g4')).id, 'g4'))
      expect(await add('g3')).toBe('full')
      await post(remove(id))
      expect(await add('g3')).toBe('added')
      expect(await store.addPhoto('nobody', { id: newId(), guestId: 'g1', key: newId(), at: AT }, NO_PHOTO_LIMITS)).toBe('noSession')
    })

    test('[PHOTO-5] of uploads that no message has, the oldest make room for a new one; photos of messages stay', async () => {
      const sent = await upload()
      await post(say(sent.id))
      const limits = { ...NO_PHOTO_LIMITS, unsentOfSession: 2 }
      const begin = async (second: number, guestId: string) => {
        const id = newId()
        const at = `2026-11-22T10:00:0${second}.000Z`
        expect(await store.addPhoto(session.id, { id, guestId, key: newId(), at }, limits)).toBe('added')
        return id
      }
      const [oldest, ...others] = [await begin(1, 'g1'), await begin(2, 'g2'), await begin(3, 'g3'), await begin(4, 'g1')] as const
      expect(new Set(await looseIds())).toEqual(new Set([oldest, others[0]]))
      expect(await store.storePhoto(session.id, { id: oldest, ...SIZE })).toBeNull()
      expect(await store.storePhoto(session.id, { id: others[2], ...SIZE })).not.toBeNull()
      expect(await store.findPhoto(session.id, sent.id)).toMatchObject({ status: 'shown' })
    })

    test('[PHOTO-5] a guest has so many uploads that no message has; a try again under the same key is none more, and one that is sent is none', async () => {
      const add = (key: string) =>
        store.addPhoto(session.id, { id: newId(), guestId: 'g1', key, at: AT }, { ...NO_PHOTO_LIMITS, unsentOfGuest: 2 })
      const first = await upload()
      expect([await add('a'), await add('b'), await add('a')]).toEqual(['added', 'unsent', 'added'])
      await post(say(first.id))
      await store.addPhoto(session.id, { id: newId(), guestId: 'g2', key: 'of another', at: AT }, NO_PHOTO_LIMITS)
      await store.discardPhotos(session.id, { ofGuest: 'g1' })
      expect([await add('b'), await add('c'), await add('d')]).toEqual(['added', 'added', 'unsent'])
    })

    test('[PHOTO-5] the uploads of a guest that no message has are discarded together, and nothing else is', async () => {
      const [sent, unsent, other] = [await upload(), await upload(), await upload('g2')]
      await post(say(sent.id))
      expect(await store.discardPhotos(session.id, { ofGuest: 'g1' })).toEqual([unsent.id])
      expect([await looseIds(), await store.findPhoto(session.id, sent.id)]).toMatchObject([[unsent.id], { status: 'shown' }])
      expect(await outcomeOf(say(other.id, 'g2'))).toMatchObject({ ok: true })
    })

    test('[DEL-1] with its session a photo is gone, and an upload that ends later is not stored', async () => {
      const id = newId()
      await store.addPhoto(session.id, { id, guestId: 'g1', key: 'key-of-the-upload', at: AT }, NO_PHOTO_LIMITS)
      const photo = await upload()
      await store.deleteSession(session.id, {})
      expect([await store.storePhoto(session.id, { id, ...SIZE }), await store.findPhoto(session.id, photo.id)]).toEqual([null, null])
      expect(await looseIds(HOUR_LATER)).toEqual([])
    })

    test('[LOOK-1] [LOOK-3] a look has its pictures, in the log and on the walls; a former one is to be deleted, and other changes leave the look as it is', async () => {
      const [first, second, logo] = [await upload(HOST.id), await upload(HOST.id), await upload(HOST.id)]
      const put = (part: LookPart, photo: Photo | null): KeyedCommand => ({
        kind: 'changeLook',
        ...asHost(),
        part,
        picture: photo === null ? null : { ...photo, darkest: '#000000', lightest: '#ffffff' },
      })
      const lookOf = async () => (await store.findSession(session.id))?.look
      await appendAll(store, [put('background', first)])
      await appendAll(store, [put('logo', logo)])
      await appendAll(store, [{ kind: 'changeSession', ...asHost(), change: { theme: 'night' } }])
      expect([(await lookOf())?.background?.id, (await lookOf())?.logo?.id, await looseIds(HOUR_LATER)]).toEqual([
        first.id,
        logo.id,
        [second.id],
      ])
      expect(await outcomeOf(put('background', first))).toMatchObject({ ok: false, refusal: { code: 'photo_not_found' } })
      await appendAll(store, [put('background', second)])
      expect([(await lookOf())?.background?.id, await looseIds()]).toEqual([second.id, [first.id]])
      await appendAll(store, [put('background', null), put('logo', null)])
      expect(await lookOf()).toBeUndefined()
      expect((await looseIds()).sort()).toEqual([first.id, second.id, logo.id].sort())
      await expectFold(store, session)
    })

    test('[LIFE-3] the end of a rehearsal erases its photos', async () => {
      session = await createSession(store, { photos: 'on', state: 'rehearsing' })
      const photo = await upload()
      await post(say(photo.id))
      const open: KeyedCommand = {
        kind: 'actOnSession',
        actor: { sessionId: session.id, ...HOST },
        key: newId(),
        bodyHash: '',
        act: 'open',
      }
      await appendAll(store, [open])
      expect(await everything()).not.toContain(photo.id)
      expect(await looseIds()).toEqual([photo.id])
    })
  })
}
