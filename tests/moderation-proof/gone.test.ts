import { type CreatedCredential, JOIN, pathOf, POLL, type Position, ROUTES, type RouteName, SEND_MESSAGE } from '@guestwall/protocol'
import { aSession } from '@guestwall/protocol/testing'
import { MemoryStore } from '@guestwall/server/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commandOn } from './command-on.ts'
import { guestOf, hostOf } from './readers.ts'
import { SharedRedis } from './shared-redis.ts'
import type { Peer } from './stage.ts'
import { VirtualStage } from './virtual-stage.ts'

const SERVERS = [0, 1, 2]
/** The longest until an act at one server holds at every other (PEOPLE-4, CRED-3). */
const EVERYWHERE_MS = 1_000
const HOST = hostOf(0)
const GUEST = guestOf(0)
const NEIGHBOUR = guestOf(1)

let redis: SharedRedis
beforeAll(async () => {
  redis = await SharedRedis.start()
})
afterAll(() => redis.stop())

let sessions = 0
let keys = 0
const key = () => `key-of-who-is-gone-${(keys += 1)}`

describe.each([
  ['works', false],
  ['refuses everything', true],
] as const)('three servers over a Redis that %s', (_, isAway) => {
  let stage: VirtualStage
  beforeEach(async () => {
    const session = aSession({ id: `gone-${(sessions += 1)}`, code: `G${sessions}` })
    const store = new MemoryStore()
    await store.createSession({ session, epoch: 'epoch' })
    stage = await VirtualStage.open({ store, redis }, session, sessions, SERVERS.length)
    stage.calm()
    // The servers know both guests, as after their first visit.
    for (const reader of [GUEST, NEIGHBOUR]) await ask(0, `${POLL.path}?session=${stage.sessionId}`, await stage.token(reader))
    await pass(1_500)
    stage.redis?.setAway(isAway)
    await pass(1_500)
  })
  afterEach(() => stage.end())

  const pass = (ms: number) => stage.drive(stage.pass(ms))
  const ask = (server: number, path: string, token: string | null) => stage.drive(stage.request(server, path, token))
  const poll = `${POLL.path}?session=`
  const codeOf = (answer: { status: number; text: string } | null): string =>
    answer === null || answer.status < 300 ? String(answer?.status) : (JSON.parse(answer.text) as { code: string }).code
  const command = async (server: number, path: string, token: string | null, body: object = {}) =>
    (await stage.drive(commandOn(stage, server, path, token, { key: key(), ...body }))).answer
  const act = async (route: RouteName, id: string) => {
    const answer = await command(0, pathOf(ROUTES[route], id), await stage.token(HOST))
    expect(answer.status).toBeLessThan(300)
  }
  const say = (server: number, token: string) =>
    command(server, SEND_MESSAGE.path, token, { session: stage.sessionId, content: '喜', guestName: '小明' })

  /** The sockets and the waiting polls of a credential at every server, and what comes over them. */
  class Everywhere {
    readonly received: { atMs: number; text: string }[] = []
    readonly polls: { atMs: number; code: string }[] = []
    readonly sockets: Peer[] = []
    readonly token: string

    constructor(token: string) {
      this.token = token
    }

    async open(): Promise<void> {
      for (const server of SERVERS) {
        const onFrame = (text: string) => this.received.push({ atMs: stage.now(), text })
        this.sockets.push(await stage.drive(stage.open(server, this.token, null, onFrame)))
      }
      for (const server of SERVERS) void this.#waitAt(server)
      // One turn after the other reaches the servers.
      await pass(10)
    }

    /** Polls for news until a poll is refused. */
    async #waitAt(server: number): Promise<void> {
      for (let position = ''; ; ) {
        const answer = await stage.request(server, `${poll}${stage.sessionId}${position}&wait=25`, this.token)
        if (answer?.status !== 200) {
          this.polls.push({ atMs: stage.now(), code: codeOf(answer) })
          return
        }
        const { snapshot, epoch, to } = JSON.parse(answer.text) as { snapshot?: Position; epoch: string; to: number }
        position = `&epoch=${snapshot?.epoch ?? epoch}&lastEventId=${snapshot?.lastEventId ?? to}`
        this.received.push({ atMs: stage.now(), text: answer.text })
      }
    }

    /** A neighbour goes on writing at every server, and this credential gets nothing of it. */
    async expectGone(actedMs: number, code: string): Promise<void> {
      const neighbour = await stage.token(NEIGHBOUR)
      for (let said = 0; said < 12; said += 1) {
        expect((await say(said % SERVERS.length, neighbour)).status).toBe(201)
        await pass(200)
      }
      expect(this.received.filter(({ atMs }) => atMs > actedMs + EVERYWHERE_MS)).toEqual([])
      expect(this.sockets.map(({ isOpen }) => isOpen)).toEqual(SERVERS.map(() => false))
      expect(this.polls.map((poll) => poll.code)).toEqual(SERVERS.map(() => code))
      for (const { atMs } of this.polls) expect(atMs).toBeLessThanOrEqual(actedMs + EVERYWHERE_MS)
      for (const server of SERVERS) expect(codeOf(await ask(server, `${poll}${stage.sessionId}`, this.token))).toBe(code)
    }
  }

  const everywhere = async (token: string): Promise<Everywhere> => {
    const readers = new Everywhere(token)
    await readers.open()
    expect(readers.sockets.every(({ isOpen }) => isOpen)).toBe(true)
    return readers
  }

  test.each(['removeGuest', 'banGuest'] as const)(
    '[PEOPLE-2] [PEOPLE-4] %s: no server takes another command of the guest, and a second later none sends it anything',
    async (route) => {
      const token = await stage.token(GUEST)
      const readers = await everywhere(token)
      await act(route, GUEST.id)
      const actedMs = stage.now()
      for (const server of SERVERS) expect(codeOf(await say(server, token))).toBe('removed')
      await readers.expectGone(actedMs, 'removed')
    },
  )

  test('[PEOPLE-5] a banned guest who joins again in the same browser stays banned at every server, and is back once it is let back', async () => {
    const previous = await stage.token(GUEST)
    await act('banGuest', GUEST.id)
    await pass(EVERYWHERE_MS)
    const join = async (server: number) =>
      (await stage.drive(commandOn(stage, server, pathOf(JOIN, stage.sessionId), null, { guestName: 'another', previous }))).answer
    for (const server of SERVERS) expect(codeOf(await join(server))).toBe('removed')
    await act('unbanGuest', GUEST.id)
    await pass(EVERYWHERE_MS)
    for (const server of SERVERS) expect((await join(server)).status).toBe(201)
  })

  test('[PEOPLE-2] a muted guest’s very next command is refused at every server, and it goes on reading', async () => {
    const token = await stage.token(GUEST)
    await act('muteGuest', GUEST.id)
    for (const server of SERVERS) expect(codeOf(await say(server, token))).toBe('muted')
    await pass(EVERYWHERE_MS)
    for (const server of SERVERS) expect(codeOf(await ask(server, `${poll}${stage.sessionId}`, token))).toBe('200')
  })

  test('[CRED-3] a revoked helper’s very next command is refused at every server, and a second later none sends it anything', async () => {
    const made = await command(0, pathOf(ROUTES.createCredential, stage.sessionId), await stage.token(HOST), {
      name: '小雨',
      role: 'moderator',
    })
    const { credential, token } = JSON.parse(made.text) as CreatedCredential
    const readers = await everywhere(token)
    await act('revokeCredential', credential.id)
    const actedMs = stage.now()
    for (const server of SERVERS) expect(codeOf(await command(server, pathOf(ROUTES.muteGuest, GUEST.id), token))).toBe('unauthorised')
    await readers.expectGone(actedMs, 'unauthorised')
  })
})
