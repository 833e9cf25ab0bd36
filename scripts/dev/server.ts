import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteStore, readConfig, sealOf, startApp, systemClock, systemRandom, Tokens } from '@guestwall/server'
import { pino } from 'pino'
import { readServerFacts } from './server-facts.ts'

/** The server of `npm run dev`: one process that is replaced when its sources change. It ends with the process that started it. */
const { port, data, guestUrl, operatorToken, tokenSecret } = readServerFacts(process.env)
const config = readConfig({ LOG_LEVEL: 'warn', ...process.env, HOST: '127.0.0.1', PORT: String(port) })
// The pages come from Vite: the server has none of its own.
const webRoot = join(data, 'no-pages')
mkdirSync(webRoot, { recursive: true })

const app = await startApp({
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
const end = () => void app.close().then(() => process.exit(0))
// The other end of the channel is gone: the process that started this one asks it to end, or was killed.
if (process.connected) {
  process.once('disconnect', end)
  process.send?.('ready')
} else end()
