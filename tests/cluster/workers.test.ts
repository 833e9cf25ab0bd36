import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RealtimeClient } from '@guestwall/client'
import type { WallMessage } from '@guestwall/protocol'
import { openSqliteStore } from '@guestwall/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { crewOf, isAlive } from '../support/process-tree.ts'
import { ServerProcess } from '../support/server-process.ts'
import { WireClient } from '../support/wire-client.ts'
import { readiness, realtimeClient, say, until, Writers } from './cluster.test-kit.ts'

/** Two workers behind one port, with the embedded store, as `WORKERS=2` starts them. */

const MAIN = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url))
const GUESTS = 12
const WRITERS = 4
const LOOK_MS = 20
/** More than any test's log. */
const ALL = 1_000_000

let server: ServerProcess
beforeAll(async () => {
  server = await ServerProcess.start({ environment: { WORKERS: '2', LOG_LEVEL: 'silent' } })
})
afterAll(async () => {
  // Killed, it would leave the others to end by themselves, with their folder already gone.
  if (isAlive(server.pid)) await server.end()
  await server.stop()
})

/** Guests with the real client, and guests who write one message after the other. */
async function hall() {
  const { session } = await server.createSession()
  const clients = Array.from({ length: GUESTS }, (_, index) => realtimeClient(server.url, session.id, `Guest ${index}`))
  await until(() => clients.every(({ state }) => state === 'connected'))
  const lost = new Set<RealtimeClient>()
  for (const client of clients) client.on('state', (state) => state === 'reconnecting' && lost.add(client))
  const writers = new Writers(() => [server.url], session.id)
  await writers.start(WRITERS, 5)
  await writers.acknowledge(20)
  return { session, clients, lost, writers }
}

/** Waits until every guest has what is committed from now on, and two workers serve. Resolves with the milliseconds until both. */
async function untilWhole({ clients, writers }: Awaited<ReturnType<typeof hall>>, without: readonly number[]) {
  const startMs = performance.now()
  const since = () => Math.round(performance.now() - startMs)
  await writers.acknowledge(20)
  const head = writers.acknowledged.size
  const has = (client: RealtimeClient) => (client.getSnapshot().position?.lastEventId ?? 0) >= head
  await until(() => clients.every((client) => client.state === 'connected' && has(client)), LOOK_MS)
  const guestsMs = since()
  await until(async () => {
    const { workers } = crewOf(server.pid)
    const isReady = (await readiness(server.url).catch(() => null))?.status === 200
    return isReady && workers.length === 2 && !workers.some((pid) => without.includes(pid))
  }, LOOK_MS)
  return { guestsMs, wholeMs: since() }
}

/** The sessions' writers, and what the store must hold when the server has ended. */
const written: { sessionId: string; writers: Writers }[] = []

test('[SEND-2] [CONN-2] after each of two workers was killed under load, all guests receive again, others are in their places, and no message is refused', async () => {
  const all = await hall()
  written.push({ sessionId: all.session.id, writers: all.writers })
  const [first, second] = crewOf(server.pid).workers as [number, number]
  const dead: number[] = []
  for (const pid of [first, second]) {
    process.kill(pid, 'SIGKILL')
    dead.push(pid)
    const before = all.lost.size
    const { guestsMs, wholeMs } = await untilWhole(all, dead)
    say(
      `${all.lost.size - before} guests have lost a worker; all receive again after ${guestsMs} ms, two workers serve after ${wholeMs} ms`,
    )
  }
  await all.writers.stop()
  // Every guest was at one of the two.
  expect(all.lost.size).toBe(GUESTS)
  expect(all.writers.refusals).toEqual([])
})

test('[SEND-2] [LOG-4] after the owner of the store was killed under load, and the next one before it served, all start again, and all guests receive again', async () => {
  const all = await hall()
  written.push({ sessionId: all.session.id, writers: all.writers })
  const { owner, workers } = crewOf(server.pid)
  process.kill(owner as number, 'SIGKILL')
  const isNext = (pid: number | null): pid is number => pid !== null && pid !== owner
  await until(() => isNext(crewOf(server.pid).owner), LOOK_MS)
  process.kill(crewOf(server.pid).owner as number, 'SIGKILL')
  const { guestsMs, wholeMs } = await untilWhole(all, workers)
  say(`all guests receive again after ${guestsMs} ms, all processes serve after ${wholeMs} ms`)
  await all.writers.stop()
  expect(all.lost.size).toBe(GUESTS)
  expect(all.writers.refusals).toEqual([])
  expect(workers.filter(isAlive)).toEqual([])
})

test('[CONN-6] [ONLINE-1] the online count and the metrics are those of all workers, and SIGTERM says goodbye to everybody and ends every process', async () => {
  const { session } = await server.createSession()
  const guests = await Promise.all(
    Array.from({ length: GUESTS }, (_, index) => WireClient.join(server.url, session.id, { guestName: `Bare ${index}` })),
  )
  for (const guest of guests) await guest.until(() => guest.frames.find((frame) => frame.type === 'online' && frame.count === GUESTS))
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toMatch(/^guestwall_workers 2$/m)
  // The clients of the tests before may not have ended yet.
  expect(Number(/^guestwall_connections (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(GUESTS)
  const { owner, workers } = crewOf(server.pid)
  expect(await server.end()).toEqual({ code: 0, signal: null })
  for (const guest of guests) expect(await guest.whenClosed()).toMatchObject({ code: 1001 })
  expect([owner as number, ...workers].filter(isAlive)).toEqual([])
})

test('[SEND-2] [LOG-1] after all this, what was acknowledged is in the store, once, and ids have no hole', async () => {
  const store = await openSqliteStore(server.directory)
  for (const { sessionId, writers } of written) {
    const events = (await store.readEvents(sessionId, 0, ALL))?.events.map(({ event }) => event) ?? []
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1))
    const stored = events.map(({ data }) => data as WallMessage)
    expect(new Set(stored.map(({ key }) => key)).size).toBe(stored.length)
    const byKey = new Map(stored.map((message) => [message.key, message]))
    for (const [key, message] of writers.acknowledged) expect(byKey.get(key)).toEqual(message)
  }
  await store.close()
})

test('two workers on PORT=0 share one free port, which the start prints', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-free-port-'))
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', WORKERS: '2', DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let said = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += text as string
    if (said.includes('Ctrl-C')) break
  }
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
  const { status } = await readiness(url ?? '')
  child.kill('SIGTERM')
  expect(status).toBe(200)
  expect(await exited).toEqual([0, null])
  rmSync(directory, { recursive: true, force: true })
})
