import { availableParallelism } from 'node:os'
import { type Config, readConfig, shareOf, workersOf } from '../config.ts'
import type { ArrivalCounts } from '../edge/arrivals.ts'
import type { OneTimeKey } from '../edge/http/operator.ts'
import { randomSecret } from '../secrets.ts'
import type { App } from '../start-app.ts'
import { systemClock } from '../system.ts'
import { ownedCluster, ownedStore } from '../workers/owned-parts.ts'
import { Peer } from '../workers/peer.ts'
import { ProcessChannel } from '../workers/process-channel.ts'
import { CREW, type CrewOwner, type CrewWorker } from '../workers/workers.ts'
import { Ending } from './ending.ts'
import { endAfterLog, openLog, type ProcessLog } from './log-of-process.ts'
import { watchNetwork } from './network-watch.ts'
import { openAddresses, openSecrets, openStore } from './open-parts.ts'
import { OWNER_PORTS } from './owner-ports.ts'
import { serve } from './serve.ts'

/** Serves with the parts of the owner. Without the owner nothing can be stored, so the process ends with it: `node:cluster` sees to that. */
export async function startWorker(): Promise<void> {
  const config = readConfig(process.env)
  const logs = openLog(config)
  // `node:cluster` writes to the owner without asking whether it is there.
  process.once('error', ({ message }) => {
    logs.log.error({ reason: message }, 'the owner of the store is gone: this worker ends')
    void endAfterLog(logs, 1)
  })
  const owner = new Peer(new ProcessChannel(process, () => process.exit(1)))
  const app = serveBehind(owner, config, logs)
  const ending = new Ending((hurried) => void app.then(({ drain }) => drain(hurried)).then(() => endAfterLog(logs)))
  // The terminal, or a supervisor, sends its signals to all processes; the owner says what follows from them.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
  owner.serve(CREW.worker, {
    sign: () => Promise.resolve(),
    figures: async () => (await app).figures(),
    drain: ending.signal,
    hurry: ending.signal,
  } satisfies CrewWorker)
  const { port } = await app
  owner.remote<CrewOwner>(CREW.owner, { casts: ['serves'] }).serves(port)
}

async function serveBehind(owner: Peer, config: Config, logs: ProcessLog): Promise<App> {
  const processes = workersOf(config, availableParallelism())
  const cluster = config.REDIS_URL === undefined ? { cluster: ownedCluster(owner, systemClock) } : {}
  const secrets = await openSecrets(config)
  const store = config.DATABASE_URL === undefined ? ownedStore(owner) : await openStore(config, logs.log)
  const addresses = await openAddresses(config)
  watchNetwork(addresses)
  return serve({
    config: shareOf(config, processes),
    logs,
    secrets,
    store,
    addresses,
    // Never shown: the owner has the one that counts.
    oneTimeKey: randomSecret(),
    owner: {
      ...cluster,
      oneTimeKey: owner.remote<OneTimeKey>(OWNER_PORTS.oneTimeKey),
      arrivals: owner.remote<ArrivalCounts>(OWNER_PORTS.arrivals, { casts: ['note'] }),
      crew: owner.remote<CrewOwner>(CREW.owner),
    },
    processes,
  })
}
