import { aSession, VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { MemoryStore } from '../testing/memory-store.ts'
import { Retention } from './retention.ts'

const DAY_MS = 24 * 60 * 60_000
const CREATED = '2026-11-22T10:00:00.000Z'

async function keptAfter(days: number, session: Parameters<typeof aSession>[0] = {}): Promise<{ isKept: boolean; deletions: number }> {
  const clock = new VirtualClock(Date.parse(CREATED))
  const store = new MemoryStore()
  await store.createSession({ session: aSession({ createdAt: CREATED, ...session }), epoch: 'e' })
  let deletions = 0
  const servers = [1, 2, 3].map(() => new Retention({ store, days: 30, clock, onDeleted: () => (deletions += 1) }))
  await clock.run(days * DAY_MS)
  await Promise.all(servers.map((server) => server.check()))
  return { isKept: (await store.findSession('s1')) !== null, deletions }
}

test('[DEL-3] a session is kept for its days, and then deleted once, by one of several servers', async () => {
  expect(await keptAfter(29.9)).toEqual({ isKept: true, deletions: 0 })
  expect(await keptAfter(30)).toEqual({ isKept: false, deletions: 1 })
})

test('[DEL-3] a session may ask for fewer days than the server, and not for more', async () => {
  expect(await keptAfter(7, { retentionDays: 7 })).toEqual({ isKept: false, deletions: 1 })
  expect(await keptAfter(30, { retentionDays: 60 })).toEqual({ isKept: false, deletions: 1 })
})

test('[DEL-3] a draft is kept', async () => {
  expect(await keptAfter(400, { state: 'scheduled' })).toEqual({ isKept: true, deletions: 0 })
})

test('[DEL-3] an event after the server has looked keeps the session', async () => {
  const clock = new VirtualClock(Date.parse(CREATED) + 40 * DAY_MS)
  const store = new MemoryStore()
  await store.createSession({ session: aSession({ createdAt: CREATED }), epoch: 'e' })
  const actor = { sessionId: 's1', id: 'host', name: 'Host', role: 'host' } as const
  const late = { kind: 'changeSession', actor, key: 'key-0001', bodyHash: '', change: { title: '再见' } } as const
  const watched = {
    async readQuietSessions(...page: Parameters<MemoryStore['readQuietSessions']>) {
      const found = await store.readQuietSessions(...page)
      await store.append('s1', { commands: [late], now: new Date(clock.wallTime()).toISOString(), newIds: ['id'] })
      return found
    },
    deleteSession: (...args: Parameters<MemoryStore['deleteSession']>) => store.deleteSession(...args),
  }
  await new Retention({ store: watched, days: 30, clock, onDeleted: () => {} }).check()
  expect((await store.findSession('s1'))?.title).toBe('再见')
})

test('[DEL-3] every page of sessions is looked at', async () => {
  const clock = new VirtualClock(Date.parse(CREATED) + 40 * DAY_MS)
  const store = new MemoryStore()
  for (let number = 0; number < 450; number += 1) {
    const id = `s${String(number).padStart(3, '0')}`
    const retentionDays = number % 2 === 0 ? 10 : 30
    await store.createSession({ session: aSession({ id, code: id, createdAt: CREATED, retentionDays }), epoch: 'e' })
  }
  const deleted: string[] = []
  await new Retention({ store, days: 60, clock, onDeleted: (id) => deleted.push(id) }).check()
  expect(new Set(deleted).size).toBe(450)
})
