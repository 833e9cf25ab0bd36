import type { Session } from '@guestwall/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CredentialRecord } from '../domain/credential-record.ts'
import type { LogEvent } from '../domain/log-event.ts'
import type { Storage } from './storage.ts'
import type { LockedSession, ReadSet, Writes } from './transaction.ts'

const AT = '2026-11-22T10:00:00.000Z'
export const NO_READS: ReadSet = {
  keys: [],
  messageIds: [],
  guestIds: [],
  messagesOf: { guestIds: [], withRejected: false },
  pinnedMessages: false,
  settings: false,
  screens: false,
  shownAuthors: [],
  voteIds: [],
  oldestMessages: 0,
  allVotes: false,
  openVotes: false,
  unpublishedVotes: false,
  allBallotsOf: [],
  ballots: { voteIds: [], guestIds: [] },
  credentials: false,
  photoIds: [],
}
export const NO_WRITES: Writes = {
  events: [],
  keys: [],
  session: null,
  stateBy: null,
  clearing: null,
  settings: null,
  screens: null,
  seen: [],
  newMessages: [],
  messageChanges: [],
  guests: [],
  renames: [],
  votes: [],
  removedVotes: [],
  casts: [],
  reactions: [],
  credentials: [],
}
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
      // Only where a read costs.
      expect(storage.writeIf !== undefined).toBe(name !== 'memory')
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
      // A known key that is written again, in one batch with a new one.
      const again = message('again', 3)
      const known = message('written-new', 4)
      const both = {
        ...again,
        events: [...again.events, ...known.events],
        keys: [...again.keys, ...known.keys],
        newMessages: [...again.newMessages, ...known.newMessages],
      }
      expect(await storage.writeIf(session.id, { epoch: 'e', head: 2, newKeys: ['again', 'written-new'] }, both)).toBe(false)
      expect(await headOf()).toBe(2)
      expect(
        (await storage.readMessages(session.id, { statuses: ['shown'], before: null, limit: 10 })).map(({ content }) => content),
      ).toEqual(['written-new', 'key'])
    })

    const credential = (id: string, change: Partial<CredentialRecord> = {}): CredentialRecord => ({
      id: `${id}-${session.id}`,
      name: '小雨',
      role: 'moderator',
      tokenHash: `hash-of-${id}-${session.id}`,
      createdAt: AT,
      createdBy: 'operator',
      lastUsedAt: null,
      revokedAt: null,
      ...change,
    })
    const add = (record: CredentialRecord) => storage.addCredentials([{ sessionId: session.id, record }])
    const put = (...credentials: CredentialRecord[]) =>
      storage.transact(session.id, NO_READS, () => ({ writes: { ...NO_WRITES, credentials }, result: null }))
    const recordsOf = async () => (await storage.listCredentials([session.id])).map(({ record }) => record)

    test('[CRED-1] a session begins with its credentials, and each is found by the hash of its token', async () => {
      const [first, second] = [credential('a'), credential('b', { createdAt: '2026-11-22T10:00:01.000Z' })]
      const begun = { ...session, id: `begun-${session.id}`, code: `B${session.code}` }
      expect(await storage.createSession({ session: begun, epoch: 'e', credentials: [second, first] })).toBe(true)
      expect(await storage.listCredentials([begun.id, session.id])).toEqual(
        [first, second].map((record) => ({ sessionId: begun.id, record })),
      )
      expect(await storage.findCredential(second.tokenHash)).toEqual({ sessionId: begun.id, record: second })
      expect([await storage.findCredential('no hash'), await storage.listCredentials([])]).toEqual([null, []])
      // Where the code is taken, nothing of the session is kept.
      expect(await storage.createSession({ session: { ...begun, id: 'other' }, epoch: 'e', credentials: [credential('c')] })).toBe(false)
      expect(await storage.findCredential(credential('c').tokenHash)).toBeNull()
    })

    test('[CRED-3] a revocation is read under the lock and with the walls, and keeps the last use', async () => {
      await put(credential('a'), credential('b'))
      await storage.noteCredentialUses([{ sessionId: session.id, id: credential('a').id, at: AT }])
      const revoked = credential('a', { revokedAt: AT })
      await put(revoked)
      expect(await recordsOf()).toEqual([{ ...revoked, lastUsedAt: AT }, credential('b')])
      expect((await read({ credentials: true }))?.credentials).toEqual(await recordsOf())
      expect((await storage.readWall(session.id))?.revoked).toEqual([revoked.id])
    })

    test('[CRED-1] a credential that is added a second time stays as it is', async () => {
      await add(credential('a', { revokedAt: AT }))
      await add(credential('a'))
      expect(await recordsOf()).toEqual([credential('a', { revokedAt: AT })])
      await storage.addCredentials([])
    })

    test('[CRED-1] an older last use replaces no newer one, and one of no credential is dropped', async () => {
      await add(credential('a'))
      const note = (id: string, at: string) => storage.noteCredentialUses([{ sessionId: session.id, id, at }])
      await note(credential('a').id, '2026-11-22T12:00:00.000Z')
      await note(credential('a').id, '2026-11-22T11:00:00.000Z')
      await note('nobody', AT)
      expect((await recordsOf()).map(({ lastUsedAt }) => lastUsedAt)).toEqual(['2026-11-22T12:00:00.000Z'])
    })

    test('[CRED-4] a screen keeps its code until the end of it, and no two screens have one code', async () => {
      const screen = (name: string, code: string, endsAtMs: number) => ({
        secretHash: `${name}-${session.id}`,
        code: `${code}-${session.id}`,
        endsAtMs,
      })
      const first = screen('one', 'AAAAAA', 1_000)
      expect(await storage.findPairing(first.secretHash, 0)).toBeNull()
      expect(await storage.openPairing(first, 0)).toMatchObject(first)
      expect(await storage.openPairing({ ...first, code: 'another' }, 0)).toMatchObject(first)
      expect(await storage.openPairing(screen('two', 'AAAAAA', 1_000), 0)).toBeNull()
      expect(await storage.findPairing(first.secretHash, 999)).toMatchObject(first)
      expect([await storage.findPairing(first.secretHash, 1_000), await storage.claimPairing(first.code, session.id, 1_000)]).toEqual([
        null,
        null,
      ])
      expect(await storage.openPairing(screen('two', 'AAAAAA', 2_000), 1_000)).toMatchObject({ endsAtMs: 2_000 })
    })

    test('[CRED-4] of sessions that claim a screen at once, one has it, also when it claims again', async () => {
      const shown = { secretHash: `claimed-${session.id}`, code: `CCCCCC-${session.id}`, endsAtMs: 1_000 }
      await storage.openPairing(shown, 0)
      const claims = await Promise.all(
        ['a', 'b', 'c', 'd'].map(async (name) => [name, await storage.claimPairing(shown.code, name, 0)] as const),
      )
      const winners = claims.filter(([, secretHash]) => secretHash === shown.secretHash)
      expect([winners.length, claims.filter(([, secretHash]) => secretHash === null).length]).toEqual([1, 3])
      expect(await storage.claimPairing(shown.code, winners[0]?.[0] ?? '', 0)).toBe(shown.secretHash)
      expect(await storage.claimPairing('ZZZZZZ', 'a', 0)).toBeNull()
    })
  })
}
