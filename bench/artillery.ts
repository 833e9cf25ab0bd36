import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pathOf, ROUTES, type Vote } from '@guestwall/protocol'
import { post } from '../tests/support/http-calls.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { atMost, exactly, told } from './lib/figures.ts'
import { installed } from './lib/install.ts'
import { Progress, report } from './lib/report.ts'

/**
 * The scenario of Artillery (`scenarios/artillery.yml`) against a server of its own. Artillery is installed into a folder outside the workspaces, in an exact version; this
 * takes a minute and some 300 MB, so `npm run bench` without a name leaves it out.
 */

const VERSION = '2.0.34'
const SCENARIO = fileURLToPath(new URL('../scenarios/artillery.yml', import.meta.url))
const DELIVERY_MS = 250
const MESSAGES_EACH = 3

/** As much of Artillery's report as is read here. */
interface ArtilleryReport {
  readonly aggregate: {
    readonly counters: Readonly<Record<string, number>>
    readonly summaries: Readonly<Record<string, { readonly count: number; readonly median: number; readonly p99: number }>>
  }
}

const progress = new Progress()
progress.show(`installing Artillery ${VERSION}`)
const folder = installed('artillery', 'artillery', VERSION)
if (folder === null) {
  console.error(
    `npm did not install artillery@${VERSION}. It needs Node.js 22 or later, and this is ${process.version}: npx -p node@24 npm run bench -- artillery`,
  )
  process.exit(1)
}
const server = await ServerProcess.start()
const { session, hostToken } = await server.createSession()
const ask = (path: string, body: object) => post<{ vote: Vote }>(`${server.url}${path}`, body, hostToken)
const { vote } = await ask(pathOf(ROUTES.createVote, session.id), {
  key: 'bench-create-vote',
  question: '第一支舞？',
  options: ['华尔兹', '探戈'],
})
await ask(pathOf(ROUTES.openVote, vote.id), {})

const directory = mkdtempSync(join(tmpdir(), 'guestwall-artillery-'))
const output = join(directory, 'report.json')
const target = `ws://127.0.0.1:${server.port}`
const program = join(folder, 'node_modules', 'artillery', 'bin', 'run')
const env = { ...process.env, GUESTWALL_SESSION: session.id, GUESTWALL_VOTE: vote.id, ARTILLERY_DISABLE_TELEMETRY: 'true' }
const child = spawn(process.execPath, [program, 'run', '--quiet', '--target', target, '--output', output, SCENARIO], {
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
})
progress.show('Artillery runs')
await once(child, 'exit')
const { counters, summaries } = (JSON.parse(readFileSync(output, 'utf8')) as ArtilleryReport).aggregate
const closed = await ask(pathOf(ROUTES.closeVote, vote.id), {})
rmSync(directory, { recursive: true })
progress.done()

const guests = counters['vusers.created'] ?? 0
const summary = (name: string) => summaries[`guestwall.${name}`] ?? { count: 0, median: Number.NaN, p99: Number.NaN }
report({
  row: 'artillery',
  title: `Artillery ${VERSION}: ${guests} guests, each with ${MESSAGES_EACH} messages and a vote; server and Artillery share this machine`,
  figures: [
    exactly('guests who did all', counters['vusers.completed'] ?? 0, guests),
    exactly('guests who failed', counters['vusers.failed'] ?? 0, 0),
    exactly('messages delivered', summary('delivery_ms').count, guests * MESSAGES_EACH),
    exactly('ballots counted', closed.vote.tally?.ballots ?? 0, guests),
    told('hello to welcome, p99', summary('hello_ms').p99, 'ms', 1),
    told('message to acknowledgement, p99', summary('ack_ms').p99, 'ms', 1),
    told('message to its own event, p50', summary('delivery_ms').median, 'ms', 1),
    atMost('message to its own event, p99', summary('delivery_ms').p99, DELIVERY_MS, 'ms', 1),
  ],
})
await server.stop()
process.exit()
