import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { terminalQr } from '@guestwall/server'
import { Cluster } from '../tests/support/cluster.ts'
import { build } from './lib/build.mjs'
import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { freePortFrom, networkUrl } from './lib/network.ts'
import { howToInstall, missingPackages } from './lib/system-packages.mjs'

/** `npm run cluster -- 3`: several servers on this machine, over PostgreSQL and Redis of their own, behind nginx. Nothing is kept. */

const USAGE = 'npm run cluster -- [servers, 1 to 9, by default 3] [--tls] [--port N]'
const PLAIN_PORT = 8080
const TLS_PORT = 8443
const SECRET_BYTES = 24

helpAsked(USAGE)
const { count, isPlain, port: wantedPort } = readArguments()
requireNode()
await ensureModules()
const missing = missingPackages(['postgresql', 'redis-server', 'nginx', 'openssl'])
if (missing.length > 0) fail(`A cluster needs ${howToInstall(missing)}`)
if (!(await build())) process.exit(1)

const port = await freePortFrom(wantedPort)
const operatorToken = randomBytes(SECRET_BYTES).toString('base64url')
// A certificate signed by itself is for this machine only; phones come over plain HTTP.
const guestUrl = isPlain ? await networkUrl(port) : `https://localhost:${port}`

let running: Cluster | null = null
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())

const startedAt = performance.now()
try {
  running = await Cluster.start({
    servers: count,
    environment: {
      PUBLIC_URL: guestUrl,
      OPERATOR_TOKEN: operatorToken,
      TOKEN_SECRET: randomBytes(SECRET_BYTES).toString('base64url'),
      LOG_LEVEL: 'warn',
      // With the limits of a real one: an empty variable is its default.
      GUEST_POSTS_PER_MINUTE: '',
      SESSION_POSTS_PER_SECOND: '',
      JOINS_PER_SECOND: '',
      CONNECTS_PER_SECOND: '',
      NEWCOMER_SECONDS: '',
      BALLOT_AFTER_SECONDS: '',
      GUEST_REQUESTS_PER_SECOND: '',
      GUEST_SOCKETS: '',
      ADDRESS_REQUESTS_PER_SECOND: '',
    },
    nginx: isPlain ? { isPlain, host: '0.0.0.0', httpPort: port } : { httpsPort: port },
    onStep: (step) => console.log(`… ${step}`),
  })
} catch (error) {
  if (!isStopping) fail(`The cluster did not start: ${(error as Error).message}`)
}
if (running !== null && !isStopping) await greet(running)

async function greet(cluster: Cluster): Promise<void> {
  const { servers, nginx, postgres, redis } = cluster
  const { session, hostToken } = await cluster.createSession({ title: 'A cluster' })
  const local = nginx.url
  const join = `${guestUrl}/${session.code}`
  const lines = [
    `✓ ${servers.length} servers behind nginx, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
    '',
    `  Guests    ${join}`,
    `  Console   ${local}/host/${session.id}#token=${hostToken}`,
    `  Operator  ${local}/host  with the token ${operatorToken}`,
    '',
    ...servers.map(({ name, url, pid }) => `  ${name.padEnd(10)}${url}  pid ${pid}`),
    `  PostgreSQL ${postgres.url}`,
    `  Redis      ${redis.url}`,
    `  nginx      ${nginx.folder}/conf/nginx.conf`,
    '',
    terminalQr(join, process.stdout),
    '',
    '  Kill a server by its pid and watch the wall go on. Ctrl-C stops all of it and removes its data.',
  ]
  console.log(lines.join('\n'))
}

async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  console.log('\n  Stopping …')
  // A server that is still starting is ended by the watcher of this process.
  await running?.stop()
  process.exit(0)
}

function readArguments(): { count: number; isPlain: boolean; port: number } {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { tls: { type: 'boolean' }, port: { type: 'string' } } })
    const servers = Number(positionals[0] ?? 3)
    const isTls = values.tls === true
    const chosen = Number(values.port ?? (isTls ? TLS_PORT : PLAIN_PORT))
    if (!Number.isInteger(servers) || servers < 1 || servers > 9 || positionals.length > 1) throw new Error('how many servers?')
    if (!Number.isInteger(chosen) || chosen < 1 || chosen > 65_535) throw new Error('--port is a number from 1 to 65535')
    return { count: servers, isPlain: !isTls, port: chosen }
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`)
  }
}

function fail(words: string): never {
  console.error(words)
  process.exit(1)
}
