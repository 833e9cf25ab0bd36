import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type App,
  type AppParts,
  type Config,
  openSqliteStore,
  readConfig,
  sealOf,
  type Store,
  startApp,
  systemClock,
  systemRandom,
  Tokens,
} from '@guestwall/server'
import type { HostedSession } from '@guestwall/protocol'
import { pino } from 'pino'
import { createSession, joinSession } from './http-calls.ts'
import { NO_LIMITS } from './no-limits.ts'

export const OPERATOR_TOKEN = 'operator-token-of-the-tests-only'

export const TOKEN_SECRET = 'token-secret-of-the-tests-only-32-bytes'

/** A server in this process, on a free loopback port, over a real store in a folder of its own. */
export interface Guestwall {
  readonly app: App
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly store: Store
  createSession(body?: Record<string, unknown>): Promise<HostedSession>
  /** A new guest's token. */
  join(sessionId: string, guestName: string): Promise<{ guest: { id: string; name: string }; token: string }>
  /** Closes the server and removes its folder. */
  stop(): Promise<void>
}

/** Starts a server. `store` replaces the embedded one, `webRoot` the empty web app. */
export async function startGuestwall(
  options: { config?: Partial<Config>; store?: Store; webRoot?: string; parts?: Partial<AppParts> } = {},
): Promise<Guestwall> {
  const directory = mkdtempSync(join(tmpdir(), 'guestwall-'))
  const webRoot = options.webRoot ?? mkdtempSync(join(directory, 'web-'))
  const store = options.store ?? (await openSqliteStore(join(directory, 'data')))
  const config: Config = { ...readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' }), ...NO_LIMITS, ...options.config }
  const app = await startApp({
    config,
    store,
    secrets: { operatorToken: OPERATOR_TOKEN, oneTimeKey: 'one-time-key-of-the-tests', bodyKey: 'body-key-of-the-tests' },
    credentials: new Tokens(TOKEN_SECRET, config.RETENTION_DAYS, options.parts?.clock ?? systemClock),
    seal: sealOf(TOKEN_SECRET),
    clock: systemClock,
    random: systemRandom,
    log: pino({ level: config.LOG_LEVEL }),
    webRoot,
    version: '0.0.0-test',
    guestUrl: (port) => `http://127.0.0.1:${port}`,
    ...options.parts,
  })
  const url = `http://127.0.0.1:${app.port}`
  return {
    app,
    url,
    store,
    createSession: (body = { title: '林晓 & 陈默' }) => createSession(url, OPERATOR_TOKEN, body),
    join: (sessionId, guestName) => joinSession(url, sessionId, guestName),
    async stop() {
      await app.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
