#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { renderUnicodeCompact } from 'uqr'
import { sealOf } from './audit/seal.ts'
import { type App, startApp } from './app.ts'
import { type Config, describeConfig, readConfig, warnings, WrongConfig } from './config.ts'
import { WebAppMissing } from './edge/static-files.ts'
import { Tokens } from './edge/tokens.ts'
import { lanAddress } from './lan-address.ts'
import { keptSecret, randomSecret } from './secrets.ts'
import { openPostgresStore, UnsafePostgres } from './store/postgres/open-postgres-store.ts'
import { DataDirectoryInUse, openSqliteStore } from './store/sqlite/open-sqlite-store.ts'
import type { Store } from './store/store.ts'
import { systemClock, systemRandom } from './system.ts'

const WEB_ROOT = fileURLToPath(new URL('../../../apps/web/dist', import.meta.url))
const USAGE = `Usage: guestwall [--check-config | --help | --version]

Starts the wall and prints where to find it. Configuration comes from the environment:
`

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

await main(process.argv.slice(2)).catch((error: unknown) => {
  // What people can mend is one clear line each; anything else is ours, with its trace.
  const isTheirs =
    error instanceof WrongConfig ||
    error instanceof DataDirectoryInUse ||
    error instanceof UnsafePostgres ||
    error instanceof WebAppMissing ||
    isTakenPort(error)
  process.stderr.write(`${isTheirs ? explain(error as Error) : ((error as Error).stack ?? String(error))}\n`)
  process.exit(1)
})

async function main([option, ...rest]: readonly string[]): Promise<void> {
  if (rest.length > 0 || (option !== undefined && !['--check-config', '--help', '--version'].includes(option))) {
    process.stderr.write(`guestwall: unknown option ${[option, ...rest].join(' ')}; see guestwall --help\n`)
    process.exitCode = 2
  } else if (option === '--help') {
    process.stdout.write(
      `${USAGE}${describeConfig()
        .map(({ name, meaning }) => `  ${name.padEnd(26)}${meaning}`)
        .join('\n')}\n`,
    )
  } else if (option === '--version') {
    process.stdout.write(`${version}\n`)
  } else if (option === '--check-config') {
    readConfig(process.env)
    process.stdout.write('The configuration is good.\n')
  } else {
    await run(readConfig(process.env))
  }
}

async function run(config: Config): Promise<void> {
  const log = pino({ level: config.LOG_LEVEL, redact: ['req.headers.authorization'] }, pino.destination({ dest: 2, sync: false }))
  for (const warning of warnings(config)) log.warn(warning)
  const dataDirectory = resolve(config.DATA_DIR)
  const store = await openStore(config, dataDirectory, (error) => log.error({ err: error }, 'an idle database connection broke'))
  const oneTimeKey = randomSecret()
  const guestUrl = (port: number) => config.PUBLIC_URL ?? `http://${lanAddress()}:${port}`
  const tokenSecret = config.TOKEN_SECRET ?? keptSecret(dataDirectory, 'token-secret')
  const app = await startApp({
    config,
    store,
    secrets: {
      operatorToken: config.OPERATOR_TOKEN ?? keptSecret(dataDirectory, 'operator-token'),
      oneTimeKey,
    },
    credentials: new Tokens(tokenSecret, config.RETENTION_DAYS, systemClock),
    seal: sealOf(tokenSecret),
    clock: systemClock,
    random: systemRandom,
    log,
    webRoot: WEB_ROOT,
    version,
    guestUrl,
  })
  greet(guestUrl(app.port), config.PUBLIC_URL ?? `http://localhost:${app.port}`, oneTimeKey)
  drainOnSignal(app)
}

function openStore(config: Config, dataDirectory: string, onIdleError: (error: Error) => void): Promise<Store> {
  return config.DATABASE_URL === undefined ? openSqliteStore(dataDirectory) : openPostgresStore(config.DATABASE_URL, onIdleError)
}

// Whoever read our words may be gone: that must not end the wall.
process.stdout.on('error', () => {})

function greet(guestUrl: string, hostUrl: string, oneTimeKey: string): void {
  const lines = [
    '',
    `  Guestwall 留言墙 ${version}`,
    '',
    `  Console   ${hostUrl}/host#key=${oneTimeKey}`,
    '            opens once; the sign-in stays in that browser',
    `  Guests    ${guestUrl}`,
    '',
    renderUnicodeCompact(guestUrl, { border: 2 }).replace(/^/gm, '  '),
    '',
    '  Ctrl-C stops it.',
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** The first signal sends everybody off in good order; a second one hurries. */
function drainOnSignal(app: App): void {
  let hurry = () => {}
  const hurried = new Promise<void>((resolveHurry) => {
    hurry = resolveHurry
  })
  let isDraining = false
  const onSignal = () => {
    if (isDraining) {
      hurry()
      return
    }
    isDraining = true
    process.stdout.write('  Sending everybody off …\n')
    void app.drain(hurried).then(() => process.exit(0))
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

function isTakenPort(error: unknown): boolean {
  return (error as { code?: string }).code === 'EADDRINUSE'
}

function explain(error: Error): string {
  if (isTakenPort(error)) return `guestwall: port ${process.env['PORT'] ?? 8787} is taken: stop what uses it, or set PORT to another`
  return error.message.replace(/^/gm, 'guestwall: ')
}
