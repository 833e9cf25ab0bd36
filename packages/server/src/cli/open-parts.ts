import { resolve } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Store } from '../log/store.ts'
import { defaultSources } from '../network/default-sources.ts'
import { GuestAddresses } from '../network/guest-addresses.ts'
import { choiceIn, systemInterfaces } from '../network/system-network.ts'
import { keptSecret } from '../secrets.ts'
import { openPostgresStore } from '../stores/open-postgres-store.ts'
import { openSqliteStore } from '../stores/open-sqlite-store.ts'
import { systemClock } from '../system.ts'
import { explainErrors } from './start-errors.ts'

/** The secrets of the server: of the configuration, or kept in the data folder. */
export interface KeptSecrets {
  readonly tokenSecret: string
  readonly operatorToken: string
}

export async function openSecrets(config: Config): Promise<KeptSecrets> {
  const directory = resolve(config.DATA_DIR)
  const secretOf = (name: string) => explainErrors({ kind: 'folder', directory }, () => keptSecret(directory, name))
  const tokenSecret = config.TOKEN_SECRET ?? (await secretOf('token-secret'))
  return { tokenSecret, operatorToken: config.OPERATOR_TOKEN ?? (await secretOf('operator-token')) }
}

/** Opens the database that the configuration names. */
export function openStore({ DATABASE_URL: url, DATA_DIR }: Config, log: Logger): Promise<Store> {
  if (url !== undefined) return explainErrors({ kind: 'postgres', url }, () => openPostgres(url, log))
  const directory = resolve(DATA_DIR)
  return explainErrors({ kind: 'folder', directory }, () =>
    openSqliteStore(directory, () =>
      log.warn(
        'the database was not closed in good order, or it is a copy: every session begins a new epoch, and clients offer again what it lacks',
      ),
    ),
  )
}

function openPostgres(url: string, log: Logger): Promise<Store> {
  return openPostgresStore(
    url,
    (error) => log.error({ err: error }, 'an idle database connection broke'),
    () => log.error('the database was restored or taken over by another: every session begins a new epoch'),
  )
}

/** The addresses for guests on the present network. */
export async function openAddresses(config: Config): Promise<GuestAddresses> {
  const addresses = new GuestAddresses({
    host: config.HOST,
    interfaces: systemInterfaces,
    sources: defaultSources,
    choice: choiceIn(resolve(config.DATA_DIR)),
    clock: systemClock,
  })
  await addresses.refresh()
  return addresses
}
