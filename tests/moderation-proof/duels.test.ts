import { GET_HISTORY, type HostMessage, pathOf, ROUTES, SEND_MESSAGE, type ServerFrame } from '@guestwall/protocol'
import { aSession } from '@guestwall/protocol/testing'
import { openPostgresStore, type Store } from '@guestwall/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SeededRandom } from '../support/seeded-random.ts'
import { testDatabase } from '../support/test-database.ts'
import { nameOf, textOf } from './canaries.ts'
import { commandOn } from './command-on.ts'
import { guestOf, hostOf } from './readers.ts'
import { SharedRedis } from './shared-redis.ts'
import { VirtualStage } from './virtual-stage.ts'

const SEEDS = 200
/** Duels of one session, on the same servers. */
const SEEDS_OF_A_STAGE = 20
const SERVERS = [0, 1, 2]
/** Every server has read the log long before, with Redis or without. */
const EVERYWHERE_MS = 1_500
const MOST_APART_MS = 30

let store: Store
let redis: SharedRedis
beforeAll(async () => {
  store = await openPostgresStore(await testDatabase(), () => {})
  redis = await SharedRedis.start()
})
afterAll(async () => {
  await redis.stop()
  await store.close()
})

interface Act {
  readonly host: number
  readonly route: 'approveMessage' | 'rejectMessage'
  readonly server: number
  readonly afterMs: number
}

interface Told {
  readonly message?: HostMessage
  readonly code?: string
  readonly by?: { readonly name: string }
}

/** Frames of the host that each server has, whichever host it is. */
class Watch {
  readonly frames: { server: number; frame: ServerFrame }[] = []
  readonly stage: VirtualStage

  constructor(stage: VirtualStage) {
    this.stage = stage
  }

  async open(): Promise<void> {
    for (const server of SERVERS) {
      const token = await this.stage.token(hostOf(1))
      await this.stage.drive(
        this.stage.open(server, token, null, (text) => this.frames.push({ server, frame: JSON.parse(text) as ServerFrame })),
      )
    }
  }

  /** The names of those who decided the message, as the server told its host. */
  deciders(server: number, messageId: string): (string | undefined)[] {
    const events = this.frames.flatMap((seen) => (seen.server === server && seen.frame.type === 'events' ? seen.frame.events : []))
    return events.flatMap((event) => {
      const isDecision = event.type === 'message.shown' || event.type === 'message.rejected'
      return isDecision && (event.data as { id: string }).id === messageId ? [(event as { by?: { name: string } }).by?.name] : []
    })
  }
}

let keys = 0
const key = () => `key-of-a-duel-${(keys += 1)}`

/** A message that waits, and the two acts on it. */
interface Duel {
  readonly seed: number
  readonly id: string
  readonly acts: readonly Act[]
}

test(`[MOD-4] one approves and the other rejects, at servers of three, ${SEEDS} seeds: one act, one outcome, and every host at every server is told who`, async () => {
  for (let first = 1; first <= SEEDS; first += SEEDS_OF_A_STAGE) {
    const session = aSession({ id: `duels-${first}`, code: `D${first}`, moderation: 'approve' })
    await store.createSession({ session, epoch: `epoch-${first}` })
    const stage = await VirtualStage.open({ store, redis }, session, first, SERVERS.length)
    stage.redis?.setAway(first % (2 * SEEDS_OF_A_STAGE) === 1)
    const watch = new Watch(stage)
    await watch.open()
    const seeds = Array.from({ length: SEEDS_OF_A_STAGE }, (_, at) => first + at)
    const duels = await stage.drive(Promise.all(seeds.map((seed) => prepare(stage, seed))))
    const told = await stage.drive(Promise.all(duels.map(({ id, acts }) => Promise.all(acts.map((act) => decide(stage, act, id))))))
    await stage.drive(stage.pass(EVERYWHERE_MS))
    const lists = await Promise.all(
      SERVERS.map((server) => read<{ messages: HostMessage[] }>(stage, server, pathOf(ROUTES.listMessages, stage.sessionId), hostOf(0))),
    )
    const walls = await Promise.all(
      SERVERS.map((server) => read<{ messages: { content: string }[] }>(stage, server, pathOf(GET_HISTORY, stage.sessionId), guestOf(1))),
    )
    for (const [at, { seed, id, acts }] of duels.entries()) {
      const answers = told[at] as Told[]
      const [winner, loser] = answers[0]?.code === undefined ? [0, 1] : [1, 0]
      const status = acts[winner]?.route === 'approveMessage' ? 'shown' : 'rejected'
      const by = hostOf(winner).id
      expect([seed, answers[winner]]).toMatchObject([seed, { message: { id, status, decided: { by: { name: by } } } }])
      expect([seed, answers[loser]]).toMatchObject([seed, { code: 'conflict', by: { name: by }, message: { id, status } }])
      for (const server of SERVERS) {
        expect([seed, server, watch.deciders(server, id)]).toEqual([seed, server, [by]])
        expect(lists[server]?.messages.find((message) => message.id === id)).toMatchObject({ status, decided: { by: { name: by } } })
        expect(walls[server]?.messages.some(({ content }) => content === textOf(seed))).toBe(status === 'shown')
      }
    }
    await stage.end()
  }
})

async function prepare(stage: VirtualStage, seed: number): Promise<Duel> {
  const random = new SeededRandom(seed)
  const body = { session: stage.sessionId, key: key(), content: textOf(seed), guestName: nameOf(seed) }
  const posted = await commandOn(stage, random.pick(SERVERS), SEND_MESSAGE.path, await stage.token(guestOf(0)), body)
  const approver = random.int(0, 1)
  const acts = [0, 1].map(
    (host): Act => ({
      host,
      route: host === approver ? 'approveMessage' : 'rejectMessage',
      server: random.pick(SERVERS),
      afterMs: random.pick([0, random.int(0, MOST_APART_MS)]),
    }),
  )
  return { seed, id: (JSON.parse(posted.answer.text) as { message: HostMessage }).message.id, acts }
}

async function decide(stage: VirtualStage, { host, route, server, afterMs }: Act, messageId: string): Promise<Told> {
  await stage.pass(afterMs)
  const token = await stage.token(hostOf(host))
  const { answer } = await commandOn(stage, server, pathOf(ROUTES[route], messageId), token, { key: key() })
  return JSON.parse(answer.text) as Told
}

/** Asks again while the store of a seed fails. */
async function read<Answer>(stage: VirtualStage, server: number, path: string, reader: ReturnType<typeof hostOf>): Promise<Answer> {
  for (;;) {
    const answer = await stage.drive(stage.request(server, `${path}?limit=100`, await stage.token(reader)))
    if (answer?.status === 200) return JSON.parse(answer.text) as Answer
    expect(answer?.status).toBe(503)
  }
}
