import type { Session, SessionAct } from '@guestwall/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chainStart } from './decide/ballot-chain.ts'
import { CLEARED_MESSAGES } from './decide/decide-clearing.ts'
import type { Command, KeyedCommand } from './decide/command.ts'
import { createSession, expectFold, HOST, newId } from './store.test-kit.ts'
import type { Committed, Store } from './store.ts'

const AT = '2026-11-22T10:00:00.000Z'
const LATER = '2026-11-22T18:00:00.000Z'
const GUEST = { id: 'g1', name: 'canary-name', role: 'guest' } as const

/** The rules of every store about the life of a session. `open` gives an empty one. */
export function lifeContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store of the life of sessions`, () => {
    let store: Store
    let session: Session
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())
    beforeEach(async () => {
      session = await createSession(store, { state: 'rehearsing', opensAt: LATER })
    })

    const append = async (commands: readonly Command[], now = AT, seen = false): Promise<Committed> => {
      const notes = seen ? [{ id: 'g1', name: 'canary-name', source: 'canary-table', firstAt: AT, at: AT }] : []
      const committed = await store.append(session.id, { commands, now, seen: notes, newIds: commands.map(newId) })
      if (committed === null) throw new Error('no such session')
      return committed
    }
    const byHost = () => ({ actor: { sessionId: session.id, ...HOST }, key: newId(), bodyHash: '' })
    const byGuest = () => ({ actor: { sessionId: session.id, ...GUEST }, key: newId(), bodyHash: 'hash' })
    const act = (which: SessionAct): KeyedCommand => ({ kind: 'actOnSession', act: which, ...byHost() })
    const say = (): KeyedCommand => ({ kind: 'sendMessage', ...byGuest(), content: 'canary-text', guestName: 'canary-name' })
    const now = async () => (await store.findSession(session.id)) as Session
    const everything = async () =>
      JSON.stringify([
        await store.readEvents(session.id, 0, 10_000),
        await store.readWalls(session.id),
        await store.readGuests(session.id, { before: null, name: '', limit: 100 }),
        await store.readMessages(session.id, { statuses: ['shown', 'pending', 'rejected', 'removed'], before: null, limit: 100 }),
      ])
    const messageIdOf = ({ outcomes: [outcome] }: Committed) => (outcome?.ok === true && outcome.value.message?.id) || ''
    const voteIdOf = ({ outcomes: [outcome] }: Committed) => (outcome?.ok === true && outcome.value.vote?.id) || ''

    /** A rehearsal with a message of each status, a guest on whom a host acted, and a ballot that no tally counts yet. */
    const rehearse = async (): Promise<string> => {
      const draft = { question: '?', options: ['A', 'B'], maxChoices: 1, changeable: true, results: 'afterVoting' as const }
      const voteId = voteIdOf(await append([{ kind: 'createVote', ...byHost(), draft }], AT, true))
      const shown = messageIdOf(await append([say()]))
      const [rejected, removed] = [messageIdOf(await append([say()])), messageIdOf(await append([say()]))]
      await append([
        { kind: 'actOnMessage', ...byHost(), messageId: shown, action: 'pin' },
        { kind: 'actOnMessage', ...byHost(), messageId: rejected, action: 'reject', from: 'shown' },
        { kind: 'removeMessage', ...byHost(), messageId: removed },
        { kind: 'actOnGuest', ...byHost(), guestId: 'g1', act: 'mute', reason: 'canary-reason' },
        { kind: 'actOnGuest', ...byHost(), guestId: 'g1', act: { rename: 'canary-renamed' }, reason: null },
        { kind: 'actOnVote', ...byHost(), voteId, action: 'open' },
        { kind: 'castVote', ...byGuest(), voteId, optionIds: ['o1'] },
      ])
      expect(await everything()).toContain('canary-text')
      return voteId
    }

    test.each(['discard', 'open'] as const)('[LIFE-3] after `%s` nothing of the rehearsal is left, and the log goes on', async (which) => {
      const voteId = await rehearse()
      const { epoch, head } = (await store.readHeads([session.id])).get(session.id) ?? { epoch: '', head: 0 }
      await append([{ kind: 'castVote', ...byGuest(), voteId, optionIds: ['o2'] }, say(), act(which)], AT, true)
      expect(await everything()).not.toContain('canary')
      expect(await now()).toMatchObject({ state: which === 'open' ? 'open' : 'scheduled' })
      expect((await now()).opensAt).toBe(which === 'open' ? undefined : LATER)
      const after = (await store.readHeads([session.id])).get(session.id)
      expect(after).toMatchObject({ epoch, hasUnpublishedBallots: false })
      expect(after?.head).toBeGreaterThan(head)
      expect(await store.readBallots(session.id, voteId, '', 10)).toEqual([])
      expect(await store.readChain(session.id, voteId, 0, 10)).toEqual([])
      const [vote] = await store.readVotes(session.id)
      expect(vote).toMatchObject({ state: 'closed', ballots: 0, counts: { o1: 0, o2: 0 }, chain: chainStart(session.id, voteId) })
      expect(vote?.published?.tally).toMatchObject({ ballots: 0, state: 'closed' })
      await expectFold(store, session)
      // The servers that have the session in memory learn that nothing is left of what a host did to the guest.
      const events = (await store.readEvents(session.id, 0, 10_000))?.events ?? []
      const acts = events.flatMap(({ event }) => (event.type === 'guest.changed' && event.data.id === 'g1' ? [event.data] : []))
      expect(acts).toMatchObject([{ name: '', isMuted: false, isRenamed: false, reason: null, by: null }])
    })

    test('[LIFE-3] a guest who was muted in a rehearsal writes after it', async () => {
      await rehearse()
      await append([act('open')])
      expect((await append([say()])).outcomes).toMatchObject([{ ok: true }])
    })

    test('[LIFE-3] a rehearsal with very many messages stays one until the last of them is erased', async () => {
      for (let sent = 0; sent <= CLEARED_MESSAGES; sent += 100) await append(Array.from({ length: 101 }, say))
      await append([act('discard')])
      expect(await now()).toMatchObject({ state: 'rehearsing' })
      await append([act('discard')])
      expect(await now()).toMatchObject({ state: 'scheduled' })
      expect(await everything()).not.toContain('canary')
    })

    test('[LIFE-4] a session opens at its time and not before, once, however often it is asked', async () => {
      const openDue = { kind: 'openDue' } as const
      expect(await store.readDueOpenings('2026-11-22T17:59:59.999Z', 100)).not.toContain(session.id)
      expect(await store.readDueOpenings(LATER, 100)).toContain(session.id)
      await append([openDue], '2026-11-22T17:59:59.999Z')
      expect(await now()).toMatchObject({ state: 'rehearsing' })
      await append([openDue, openDue], LATER)
      await append([openDue], LATER)
      expect(await now()).toMatchObject({ state: 'open' })
      expect(await store.readDueOpenings(LATER, 100)).not.toContain(session.id)
      const events = (await store.readEvents(session.id, 0, 10_000))?.events ?? []
      expect(events.filter(({ event }) => event.type === 'session.changed')).toHaveLength(1)
    })

    test('[LIFE-2] of two hosts who act, the second learns in which state the session is, and who chose it', async () => {
      await append([act('open')])
      const other = {
        kind: 'actOnSession',
        act: 'pause',
        from: 'open',
        ...byHost(),
        actor: { sessionId: session.id, ...HOST, id: 'host-2', name: '小雨' },
      } as const
      const mine = { kind: 'actOnSession', act: 'end', from: 'open', ...byHost() } as const
      await append([other])
      const conflict = { code: 'conflict', conflict: { by: { id: 'host-2', name: '小雨' }, state: 'paused' } }
      expect((await append([mine])).outcomes).toMatchObject([{ ok: false, refusal: conflict }])
      expect((await append([mine])).outcomes).toMatchObject([{ ok: false, refusal: conflict }])
      expect(await now()).toMatchObject({ state: 'paused' })
    })

    test('[DEL-1] a deleted session is gone with everything, and what arrives later does not bring it back', async () => {
      await rehearse()
      const { head } = (await store.readHeads([session.id])).get(session.id) ?? { head: 0 }
      expect(await store.deleteSession(session.id, { head: head - 1 })).toBe(false)
      expect(await store.deleteSession(session.id, { head })).toBe(true)
      expect(await store.deleteSession(session.id, {})).toBe(false)
      expect(await store.append(session.id, { commands: [say()], now: AT, newIds: [newId()] })).toBeNull()
      expect(await everything()).toBe('[null,null,[],[]]')
      expect([await store.findSession(session.code), await store.listCredentials([session.id])]).toEqual([null, []])
    })

    test('[CRED-3] a credential that was revoked deletes no session', async () => {
      const credential = { kind: 'createCredential', credentialId: 'c1', name: 'Host 2', role: 'host', tokenHash: 'h' } as const
      await append([{ ...credential, ...byHost() }])
      expect(await store.deleteSession(session.id, { credentialId: 'unknown' })).toBe(false)
      await append([{ kind: 'revokeCredential', credentialId: 'c1', ...byHost() }])
      expect(await store.deleteSession(session.id, { credentialId: 'c1' })).toBe(false)
      await append([{ ...credential, credentialId: 'c2', ...byHost() }])
      expect(await store.deleteSession(session.id, { credentialId: 'c2' })).toBe(true)
    })

    test('[DEL-3] sessions in which nothing has happened since a time are found by pages; drafts are not', async () => {
      const quiet = await createSession(store, { createdAt: '2020-01-01T00:00:00.000Z', retentionDays: 7 })
      await createSession(store, { createdAt: '2020-01-01T00:00:00.000Z', state: 'scheduled' })
      const busy = await createSession(store, { createdAt: '2020-01-01T00:00:00.000Z' })
      session = busy
      await append([act('end')])
      const found = await store.readQuietSessions('2020-02-01T00:00:00.000Z', '', 100)
      expect(found).toEqual([{ id: quiet.id, head: 0, lastAt: '2020-01-01T00:00:00.000Z', retentionDays: 7 }])
      expect(await store.readQuietSessions('2020-02-01T00:00:00.000Z', quiet.id, 100)).toEqual([])
    })
  })
}
