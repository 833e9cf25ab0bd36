import { resolve } from 'node:path'
import { type Logger, pino } from 'pino'
import { sealOf } from '../audit/seal.ts'
import { type App, startApp } from '../start-app.ts'
import { type Config, readConfig, warnings } from '../config.ts'
import { every } from '../domain/ports.ts'
import { Tokens } from '../edge/tokens.ts'
import { openImages } from '../assembly/open-images.ts'
import { defaultSources } from '../network/default-sources.ts'
import { GuestAddresses } from '../network/guest-addresses.ts'
import { choiceIn, systemInterfaces } from '../network/system-network.ts'
import { LogDestination } from '../observe/log-destination.ts'
import { RedisLink } from '../cluster/redis/redis-link.ts'
import { derivedSecret, keptSecret, randomSecret } from '../secrets.ts'
import { openPostgresStore } from '../stores/open-postgres-store.ts'
import { openSqliteStore } from '../stores/open-sqlite-store.ts'
import type { Store } from '../log/store.ts'
import { systemClock, systemRandom } from '../system.ts'
import { Ending } from './ending.ts'
import { type Entrance, entranceLines, entranceOf, greeting } from './greeting.ts'
import { explainErrors } from './start-errors.ts'
import { version } from './version.ts'
import { webRoot } from './web-root.ts'

const STDERR = 2
/** The longest wait for a destination to take the last log lines. */
const LAST_LINES_MS = 1_000
const NETWORK_CHECK_MS = 20_000
const LOG_LEVELS = { away: 'error', back: 'info', emptied: 'warn' } as const

/** Starts the wall, prints where to find it, and resolves while it runs. A signal ends the process. */
export async function start(): Promise<void> {
  const config = readConfig(process.env)
  const destination: LogDestination = new LogDestination(STDERR, systemClock, (lines) =>
    log.warn({ lines }, 'log lines were lost: their destination took none'),
  )
  const log: Logger = pino({ level: config.LOG_LEVEL, redact: ['req.headers.authorization'] }, destination)
  for (const warning of warnings(config)) log.warn(warning)
  const dataDirectory = resolve(config.DATA_DIR)
  const onFolder = { kind: 'folder', directory: dataDirectory } as const
  const secretOf = (name: string) => explainErrors(onFolder, () => keptSecret(dataDirectory, name))
  const tokenSecret = config.TOKEN_SECRET ?? (await secretOf('token-secret'))
  const operatorToken = config.OPERATOR_TOKEN ?? (await secretOf('operator-token'))
  const { DATABASE_URL: databaseUrl } = config
  const store = await explainErrors(databaseUrl === undefined ? onFolder : { kind: 'postgres', url: databaseUrl }, () =>
    openStore(config, dataDirectory, log),
  )
  const redis =
    config.REDIS_URL === undefined
      ? undefined
      : await RedisLink.open(config.REDIS_URL, systemClock, (change, sentence) => log[LOG_LEVELS[change]](sentence), systemRandom.id())
  const images = openImages({ config, dataDirectory, clock: systemClock, warn: (line) => log.warn(line) })
  const oneTimeKey = randomSecret()
  const addresses = new GuestAddresses({
    host: config.HOST,
    interfaces: systemInterfaces,
    sources: defaultSources,
    choice: choiceIn(dataDirectory),
    clock: systemClock,
  })
  await addresses.refresh()
  const app = await explainErrors({ kind: 'address', host: config.HOST, port: config.PORT }, () =>
    startApp({
      config,
      store,
      secrets: {
        operatorToken,
        oneTimeKey,
        bodyKey: derivedSecret(tokenSecret, 'guestwall command bodies'),
      },
      credentials: new Tokens(tokenSecret, config.RETENTION_DAYS, systemClock),
      seal: sealOf(tokenSecret),
      clock: systemClock,
      random: systemRandom,
      ...(redis === undefined ? {} : { redis }),
      log,
      images,
      lostLogLines: () => destination.lost,
      webRoot: webRoot(),
      version: version(),
      guestUrl: (port) => config.PUBLIC_URL ?? addresses.guestUrl(port),
      addresses,
    }),
  )
  const facts = () => entranceOf(config, addresses, app.port)
  process.stdout.write(greeting(facts(), oneTimeKey, process.stdout))
  reportChanges(addresses, facts)
  drainOnSignal(app, destination)
}

/** Reads the network from time to time, and prints the address for guests when it has changed. */
function reportChanges(addresses: GuestAddresses, facts: () => Entrance): void {
  let reported = facts().guestUrl
  every(systemClock, NETWORK_CHECK_MS, async () => {
    await addresses.refresh()
    const entrance = facts()
    if (entrance.guestUrl === reported) return
    reported = entrance.guestUrl
    process.stdout.write(`\n  The network has changed.\n${entranceLines(entrance, process.stdout)}\n`)
  })
}

function openStore(config: Config, dataDirectory: string, log: Logger): Promise<Store> {
  if (config.DATABASE_URL === undefined) {
    return openSqliteStore(dataDirectory, () =>
      log.warn(
        'the database was not closed in good order, or it is a copy: every session begins a new epoch, and clients offer again what it lacks',
      ),
    )
  }
  return openPostgresStore(
    config.DATABASE_URL,
    (error) => log.error({ err: error }, 'an idle database connection broke'),
    () => log.error('the database was restored or taken over by another: every session begins a new epoch'),
  )
}

/** The first signal drains the connections; a second one hurries. */
function drainOnSignal(app: App, destination: LogDestination): void {
  const ending = new Ending((hurried) => {
    process.stdout.write('  Closing connections …\n')
    void app.drain(hurried).then(() => lastLines(destination))
  })
  // SIGHUP: the terminal was closed and no start script is there to report it.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, ending.signal)
  // With an IPC channel, as `npm start` opens one, the process ends with its parent: a parent that is killed sends no signal.
  process.once('disconnect', ending.parentGone)
}

/** Ends the process once the last log lines are written. A line that is stuck in a pipe holds a thread, and a normal exit would wait for it. */
async function lastLines(destination: LogDestination): Promise<void> {
  const isOut = destination.settled().then(() => true)
  const isLate = new Promise<false>((resolveLate) => setTimeout(() => resolveLate(false), LAST_LINES_MS))
  if (await Promise.race([isOut, isLate])) process.exit(0)
  process.kill(process.pid, 'SIGKILL')
}
