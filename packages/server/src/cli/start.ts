import { availableParallelism } from 'node:os'
import type { App } from '../start-app.ts'
import { type Config, readConfig, warnings, workersOf } from '../config.ts'
import { randomSecret } from '../secrets.ts'
import { Ending } from './ending.ts'
import { endAfterLog, openLog, type ProcessLog } from './log-of-process.ts'
import { openAddresses, openSecrets, openStore } from './open-parts.ts'
import { printEntrance } from './print-entrance.ts'
import { serve } from './serve.ts'
import { superviseOwner } from './supervise-owner.ts'

/** Starts the wall, prints where to find it, and resolves while it runs. A signal ends the process. */
export async function start(): Promise<void> {
  const config = readConfig(process.env)
  const logs = openLog(config)
  for (const warning of warnings(config)) logs.log.warn(warning)
  if (workersOf(config, availableParallelism()) > 1) superviseOwner(logs)
  else await startAlone(config, logs)
}

/** The server in this one process. */
async function startAlone(config: Config, logs: ProcessLog): Promise<void> {
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
