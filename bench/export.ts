import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Agent, request } from 'node:http'
import type { HostedSession } from '@guestwall/protocol'
import { openPostgresStore, openSqliteStore, type Store, systemRandom } from '@guestwall/server'
import { build } from 'hdr-histogram-js'
import { startPostgres } from '../tests/support/postgres.ts'
import { TOKEN_SECRET } from '../tests/support/guestwall.ts'
import { joinSession } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { type Figure, told } from './lib/figures.ts'
import { Progress, report } from './lib/report.ts'

/**
 * How long an export of all messages takes over HTTP, how large it is, how much memory the server needs for it, and how long guests who post meanwhile
 * wait for their acknowledgements. On SQLite, and on PostgreSQL.
 */

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    quiet: { type: 'string', default: '5' },
    stores: { type: 'string', default: 'sqlite,postgres' },
  },
})
const MESSAGES = Number(values.messages)
const QUIET_MS = Number(values.quiet) * 1_000
const BATCH = 500
const POST_EVERY_MS = 10
const TEXTS = [
  '祝你们白头偕老，永结同心！🎉',
  '=SUM(A1:A9)',
  'Congratulations to both of you & a long, happy life together ❤️',
  '百年好合\n早生贵子',
  '0012345',
]

const progress = new Progress()
const figures: Figure[] = []
const agent = new Agent({ keepAlive: true })
const stores = values.stores.split(',')
if (stores.includes('sqlite')) await measure('SQLite', {}, (directory) => openSqliteStore(directory))
if (stores.includes('postgres')) {
  const postgres = await startPostgres()
  const database = await postgres.createDatabase()
  await measure('PostgreSQL', { DATABASE_URL: database }, () => openPostgresStore(database, () => {}))
  await postgres.dispose()
}

progress.done()
report({ row: 'export', title: `Exports of ${MESSAGES} messages`, figures })

async function measure(name: string, environment: Record<string, string>, open: (directory: string) => Promise<Store>): Promise<void> {
  const settings = { environment: { TOKEN_SECRET, ...environment } }
  const first = await ServerProcess.start(settings)
  const hosted = await first.createSession()
  await first.end()
  const store = await open(first.directory)
  await fill(store, hosted.session.id, name)
  await store.close()
  const server = await ServerProcess.start({ ...settings, directory: first.directory })
  const guest = await joinSession(server.url, hosted.session.id, 'Guest')
  progress.show(`${name}, no export`)
  const alone = posting(server, hosted, guest.token)
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
  figures.push(told(`${name}, acknowledgements without an export`, await alone.stop()))
  for (const format of ['json', 'csv', 'xlsx']) {
    progress.show(`${name}, ${format}`)
    forgetPeak(server.pid)
    const before = residentPeak(server.pid)
    const quiet = await download(server, hosted, format)
    const peak = residentPeak(server.pid)
    const meanwhile = posting(server, hosted, guest.token)
    const busy = await download(server, hosted, format)
    figures.push(
      told(`${name}, ${format}`, quiet.seconds, 's', 1),
      told('  size', quiet.bytes / 1e6, 'MB', 1),
      told('  memory before and at most', `${mb(before)} -> ${mb(peak)}`),
      told('  with guests who post', busy.seconds, 's', 1),
      told('  their acknowledgements', await meanwhile.stop()),
    )
  }
  await server.stop()
}

async function fill(store: Store, sessionId: string, name: string): Promise<void> {
  const start = Date.parse('2026-11-22T10:00:00.000Z')
  for (let first = 0; first < MESSAGES; first += BATCH) {
    progress.show(`${name}, writing ${first} of ${MESSAGES}`)
    const commands = Array.from({ length: Math.min(BATCH, MESSAGES - first) }, (_, index) => {
      const id = `g${(first + index) % 2_000}`
      return {
        kind: 'sendMessage' as const,
        actor: { sessionId, id, name: '小明', role: 'guest' as const },
        key: systemRandom.id(),
        bodyHash: '',
        content: `${TEXTS[(first + index) % TEXTS.length]} ${first + index}`,
        guestName: '小明',
      }
    })
    await store.append(sessionId, {
      commands,
      now: new Date(start + first * 50).toISOString(),
      newIds: commands.map(() => systemRandom.id()),
    })
  }
}

async function download(
  server: ServerProcess,
  { session, hostToken }: HostedSession,
  format: string,
): Promise<{ seconds: number; bytes: number }> {
  const start = performance.now()
  const address = `${server.url}/api/host/sessions/${session.id}/export?what=messages&format=${format}&timeZone=Asia/Shanghai&language=zh-CN`
  const response = await fetch(address, { headers: { authorization: `Bearer ${hostToken}` } })
  if (!response.ok || response.body === null) throw new Error(`refused with ${response.status}: ${await response.text()}`)
  let bytes = 0
  for await (const chunk of response.body) bytes += chunk.length
  return { seconds: (performance.now() - start) / 1000, bytes }
}

/** Posts a message every few milliseconds, whether or not the ones before were acknowledged. `stop` tells how long the acknowledgements took. */
function posting({ port }: ServerProcess, { session }: HostedSession, token: string): { stop(): Promise<string> } {
  const histogram = build()
  const running = new Set<Promise<void>>()
  const timer = setInterval(() => {
    const post = postOnce(port, session.id, token).then((ms) => histogram.recordValue(Math.round(ms * 1000)))
    const done = post.finally(() => running.delete(done))
    running.add(done)
  }, POST_EVERY_MS)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(running)
      const at = (percentile: number) => (histogram.getValueAtPercentile(percentile) / 1000).toFixed(1)
      return `p50 ${at(50)} p99 ${at(99)} max ${at(100)} ms`
    },
  }
}

function postOnce(port: number, session: string, token: string): Promise<number> {
  const text = JSON.stringify({ session, key: systemRandom.id(), content: 'meanwhile', guestName: 'Guest' })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: '127.0.0.1', port, method: 'POST', path: '/api/realtime/messages', headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 201) resolve(performance.now() - start)
        else reject(new Error(`a message was refused with ${response.statusCode}`))
      })
    })
    asked.once('error', reject).end(text)
  })
}

/** The largest resident memory since `forgetPeak`, in bytes. */
function residentPeak(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
}

function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

function mb(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
