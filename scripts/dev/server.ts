import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type App, openSqliteStore, readConfig, sealOf, startApp, systemClock, systemRandom, Tokens } from '@guestwall/server'
import { pino } from 'pino'
import { readServerFacts } from './server-facts.ts'

/** The server of `npm run dev`: one process that is replaced when its sources change. It ends with the process that started it. */
let app: App | undefined
// The other end of the channel is gone: asked to end, or the process that started this one was killed.
process.once('disconnect', () => void Promise.resolve(app?.close()).then(() => process.exit(0)))

const { port, data, guestUrl, operatorToken, tokenSecret } = readServerFacts(process.env)
const config = readConfig({ LOG_LEVEL: 'warn', ...process.env, HOST: '127.0.0.1', PORT: String(port) })
// The pages come from Vite: the server has none of its own.
const webRoot = join(data, 'no-pages')
mkdirSync(webRoot, { recursive: true })

app = await startApp({
  config,
  store: await openSqliteStore(data),
  secrets: { operatorToken, oneTimeKey: operatorToken, bodyKey: tokenSecret },
  credentials: new Tokens(tokenSecret, config.RETENTION_DAYS, systemClock),
  seal: sealOf(tokenSecret),
  clock: systemClock,
  random: systemRandom,
  log: pino({ level: config.LOG_LEVEL }),
  webRoot,
  version: 'dev',
  guestUrl: () => guestUrl,
})
process.send?.('ready')
