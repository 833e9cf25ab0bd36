import type { Session } from '@guestwall/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LogEvent } from '../domain/log-event.ts'
import type { Storage } from './storage.ts'
import type { LockedSession, ReadSet, Writes } from './transaction.ts'

const AT = '2026-11-22T10:00:00.000Z'
const NO_READS: ReadSet = {
  keys: [],
  messageIds: [],
  voteIds: [],
  openVotes: false,
  unpublishedVotes: false,
  allBallotsOf: [],
  ballots: { voteIds: [], guestIds: [] },
  credentials: false,
}
const NO_WRITES: Writes = { events: [], keys: [], session: null, newMessages: [], messageChanges: [], votes: [], casts: [], credentials: [] }
let lastId = 0

/** The rules of every storage. They do not depend on the rules of the log. `open` gives an empty one. */
export function storageContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name} as a storage`, () => {
    let storage: Storage
    let session: Session
    beforeAll(async () => {
      storage = await open()
    })
    afterAll(() => storage.close())
    beforeEach(async () => {
      const id = `session-${(lastId += 1)}`
      const texts = { title: '', subtitle: '', layout: 'masonry', theme: 'linen' } as const
      session = { ...texts, id, code: `C${lastId}`, state: 'open', moderation: 'off', slowModeSeconds: 0, createdAt: AT }
      expect(await storage.createSession({ session, epoch: 'e' })).toBe(true)
    })

    /** The rows of one message with its event and its key. */
    const message = (key: string, eventId: number): Writes => {
      const data = {
        id: `m${eventId}`,
        guestId: 'g',
        guestName: '小明',
        content: key,
        status: 'shown' as const,
        pinned: false,
        createdAt: AT,
        eventId,
        key,
      }
      const logged: LogEvent = { audience: 'everyone', event: { id: eventId, type: 'message.created', at: AT, data } }
      const known = { actorId: 'g', key, bodyHash: 'h', messageId: data.id, voteId: null, refusal: null }
      return { ...NO_WRITES, events: [{ logged, messageId: data.id }], keys: [known], newMessages: [data] }
    }
    const write = (key: string) =>
      storage.transact(session.id, NO_READS, ({ head }) => ({ writes: message(key, head + 1), result: head + 1 }))
    const read = (reads: Partial<ReadSet>) =>
      storage.transact(session.id, { ...NO_READS, ...reads }, (locked): { writes: Writes; result: LockedSession } => ({
        writes: NO_WRITES,
        result: locked,
      }))
    const headOf = async () => (await storage.readHeads([session.id])).get(session.id)?.head

    test('[LOG-2] transactions of one session are serial: each one finds what the one before has written', async () => {
      const heads = await Promise.all(Array.from({ length: 10 }, (_, index) => write(`key-${index}`)))
      expect(heads.sort((left, right) => Number(left) - Number(right))).toEqual(Array.from({ length: 10 }, (_, index) => index + 1))
      expect(await headOf()).toBe(10)
    })

    test('a decision that throws writes nothing, and the next transaction goes on', async () => {
      const failing = storage.transact(session.id, NO_READS, () => {
        throw new Error('a fault of the caller')
      })
      await expect(failing).rejects.toThrow()
      expect(await headOf()).toBe(0)
      expect(await write('key')).toBe(1)
    })

    test('of a session that does not exist nothing is decided', async () => {
      let isCalled = false
      const result = await storage.transact('nobody', NO_READS, () => {
        isCalled = true
        return { writes: NO_WRITES, result: 'written' }
      })
      expect([result, isCalled]).toEqual([null, false])
    })

    test('[SEND-1] with a known key comes the message that it names', async () => {
      await write('key')
      const locked = await read({ keys: ['key', 'unknown'] })
      expect(locked?.knownKeys.map(({ key, messageId }) => [key, messageId])).toEqual([['key', 'm1']])
      expect(locked?.messages).toMatchObject([{ id: 'm1', content: 'key' }])
    })

    test('[LOG-5] a change of a message replaces its body in the log too, and the hash of its command', async () => {
      await write('key')
      const change = { status: 'removed', content: '' } as const
      const writes = { ...NO_WRITES, messageChanges: [{ id: 'm1', change, bodyHash: '' }] }
      await storage.transact(session.id, NO_READS, () => ({ writes, result: null }))
      const slice = await storage.readEvents(session.id, 0, 10)
      expect(slice?.events[0]?.event.data).toMatchObject({ id: 'm1', content: '', guestName: '小明' })
      expect((await read({ keys: ['key'] }))?.knownKeys).toMatchObject([{ bodyHash: '' }])
    })

    test('[LOG-1] a write that expects another epoch, another head or a new key that is known changes nothing', async () => {
      // Only where an exchange with the database costs.
      expect(storage.writeIf !== undefined).toBe(name === 'PostgreSQL')
      if (storage.writeIf === undefined) return
      await write('key')
      const writeIf = (epoch: string, head: number, key: string) =>
        storage.writeIf?.(session.id, { epoch, head, newKeys: [key] }, message(`written-${key}`, head + 1))
      expect(await writeIf('other', 1, 'new')).toBe(false)
      expect(await writeIf('e', 5, 'new')).toBe(false)
      expect(await writeIf('e', 1, 'key')).toBe(false)
      expect(await headOf()).toBe(1)
      expect(await writeIf('e', 1, 'new')).toBe(true)
      expect(await headOf()).toBe(2)
    })
  })
}
