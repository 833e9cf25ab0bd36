import { resolve } from 'node:path'
import type { OwnerParts } from '../assembly/app-parts.ts'
import { openImages } from '../assembly/open-images.ts'
import { sealOf } from '../audit/seal.ts'
import { RedisLink } from '../cluster/redis/redis-link.ts'
import type { Config } from '../config.ts'
import { Tokens } from '../edge/tokens.ts'
import type { Store } from '../log/store.ts'
import type { GuestAddresses } from '../network/guest-addresses.ts'
import { derivedSecret } from '../secrets.ts'
import { type App, startApp } from '../start-app.ts'
import { systemClock, systemRandom } from '../system.ts'
import type { ProcessLog } from './log-of-process.ts'
import type { KeptSecrets } from './open-parts.ts'
import { explainErrors } from './start-errors.ts'
import { version } from './version.ts'
import { webRoot } from './web-root.ts'

const LOG_LEVELS = { away: 'error', back: 'info', emptied: 'warn' } as const

/** The differences between a server of one process and a worker. */
export interface Serving {
  readonly config: Config
  readonly logs: ProcessLog
  readonly secrets: KeptSecrets
  readonly store: Store
  readonly addresses: GuestAddresses
  readonly oneTimeKey: string
  readonly owner?: OwnerParts
  /** The processes that serve. */
  readonly processes: number
}

/** Opens the rest, and takes requests. */
export async function serve({ config, logs, secrets, store, addresses, oneTimeKey, owner, processes }: Serving): Promise<App> {
  const { log, destination } = logs
  const { tokenSecret, operatorToken } = secrets
  const redis =
    config.REDIS_URL === undefined
      ? undefined
      : await RedisLink.open(config.REDIS_URL, systemClock, (change, sentence) => log[LOG_LEVELS[change]](sentence), systemRandom.id())
  const warn = (line: string) => log.warn(line)
  const images = openImages({ config, dataDirectory: resolve(config.DATA_DIR), clock: systemClock, warn, processes })
  return explainErrors({ kind: 'address', host: config.HOST, port: config.PORT }, () =>
    startApp({
      config,
      store,
      secrets: { operatorToken, oneTimeKey, bodyKey: derivedSecret(tokenSecret, 'guestwall command bodies') },
      credentials: new Tokens(tokenSecret, config.RETENTION_DAYS, systemClock),
      seal: sealOf(tokenSecret),
      clock: systemClock,
      random: systemRandom,
      ...(redis === undefined ? {} : { redis }),
      ...(owner === undefined ? {} : { owner }),
      log,
      images,
      lostLogLines: () => destination.lost,
      webRoot: webRoot(),
      version: version(),
      guestUrl: (port) => config.PUBLIC_URL ?? addresses.guestUrl(port),
      addresses,
    }),
  )
}
