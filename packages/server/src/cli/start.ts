import type { App } from '../start-app.ts'
import { readConfig, warnings } from '../config.ts'
import { randomSecret } from '../secrets.ts'
import { Ending } from './ending.ts'
import { endAfterLog, openLog, type ProcessLog } from './log-of-process.ts'
import { openAddresses, openSecrets, openStore } from './open-parts.ts'
import { printEntrance } from './print-entrance.ts'
import { serve } from './serve.ts'

/** Starts the wall in this one process, prints where to find it, and resolves while it runs. A signal ends the process. */
export async function start(): Promise<void> {
  const config = readConfig(process.env)
  const logs = openLog(config)
  for (const warning of warnings(config)) logs.log.warn(warning)
  const secrets = await openSecrets(config)
  const store = await openStore(config, logs.log)
  const addresses = await openAddresses(config)
  const oneTimeKey = randomSecret()
  const app = await serve({ config, logs, secrets, store, addresses, oneTimeKey, processes: 1 })
  printEntrance(config, addresses, { port: app.port, oneTimeKey })
  drainOnSignal(app, logs)
}

/** The first signal drains the connections; a second one hurries. */
function drainOnSignal(app: App, logs: ProcessLog): void {
  const ending = new Ending((hurried) => {
    process.stdout.write('  Closing connections …\n')
    void app.drain(hurried).then(() => endAfterLog(logs))
  })
  ending.listen()
}
