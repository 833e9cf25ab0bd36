import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { terminalQr } from '@guestwall/server'
import { freePortFrom, networkUrl } from '../lib/network.ts'
import { inRoot, ROOT } from '../lib/paths.mjs'
import { Demo } from './demo.ts'
import { type DevOptions, readOptions, USAGE } from './options.ts'
import { servePages } from './pages.ts'
import { WatchedServer } from './watched-server.ts'

/** Server, pages and demo session in one terminal; `npm run dev` runs this under `scripts/dev.mjs`. */
const SERVER_SOURCES = ['packages/server/src', 'packages/protocol/src']
const IS_TEST = /\.(test|test-kit|contract)\.tsx?$/
const SECRET_BYTES = 24
/** Any port that is free: only this machine asks it. */
const FIRST_SERVER_PORT = 8_800

const options = optionsOrExit()
const undo: (() => unknown)[] = []
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
// The parent is gone, as after a kill: nobody else would end what runs here.
process.once('disconnect', () => void stop(0))
// A terminal that was closed takes no more lines.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  await run(options)
} catch (error) {
  if (!isStopping) console.error(`npm run dev: ${error instanceof Error ? error.message : String(error)}`)
  await stop(1)
}

async function run({ port: wanted, host, data, pages: folder, hasDemo }: DevOptions): Promise<void> {
  const startedAt = performance.now()
  console.log('… starting the server and the pages')
  const port = await freePortFrom(wanted)
  const serverPort = await freePortFrom(FIRST_SERVER_PORT)
  const apiUrl = `http://127.0.0.1:${serverPort}`
  const guestUrl = await networkUrl(port, host)
  const operatorToken = randomBytes(SECRET_BYTES).toString('base64url')
  const tokenSecret = randomBytes(SECRET_BYTES).toString('base64url')
  const directory = data ?? temporaryFolder()
  const server = new WatchedServer({ port: serverPort, data: directory, guestUrl, operatorToken, tokenSecret })
  undo.push(() => server.stop())
  const [isUp, pages] = await Promise.all([server.start(), servePages(folder, { port, host }, apiUrl)])
  undo.push(() => pages.close())
  if (!isUp) throw new Error('the server did not start: its message stands above')

  const demo = await Demo.create(apiUrl, operatorToken)
  undo.push(() => demo.stop())
  if (hasDemo) await demo.start()
  const local = `http://localhost:${port}`
  const { session, hostToken, wallToken } = demo.hosted
  const lines = [
    `✓ ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
    '',
    `  Guests    ${guestUrl}/${session.code}`,
    `  Wall      ${local}/wall/${session.id}#token=${wallToken}`,
    `  Console   ${local}/host/${session.id}#token=${hostToken}`,
    '',
    terminalQr(`${guestUrl}/${session.code}`, process.stdout),
    '',
    `  Pages reload while you edit; the server (${apiUrl}) restarts. Data: ${directory}`,
    '  Ctrl-C stops it.',
  ]
  console.log(lines.join('\n'))

  pages.watcher.add(SERVER_SOURCES.map((path) => inRoot(path)))
  pages.watcher.on('all', (_, path) => {
    const source = relative(ROOT, path).replaceAll('\\', '/')
    if (IS_TEST.test(source) || !SERVER_SOURCES.some((folder_) => source.startsWith(`${folder_}/`))) return
    void server.restart((isBack, tookMs) =>
      console.log(isBack ? `✓ server restarted in ${(tookMs / 1000).toFixed(1)} s: ${source}` : `✗ the server does not start: ${source}`),
    )
  })
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guestwall-dev-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Ends everything in the reverse order of its start. */
async function stop(code: number): Promise<void> {
  if (isStopping) return
  isStopping = true
  for (const step of undo.reverse()) await step()
  process.exit(code)
}

function optionsOrExit(): DevOptions {
  try {
    const read = readOptions(process.argv.slice(2), process.env)
    if (read !== null) return read
    console.log(USAGE)
    process.exit(0)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    process.exit(2)
  }
}
