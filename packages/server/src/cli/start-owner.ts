import cluster from 'node:cluster'
import { availableParallelism } from 'node:os'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { type Config, readConfig, workersOf } from '../config.ts'
import { Arrivals } from '../edge/arrivals.ts'
import { OwnOneTimeKey } from '../edge/http/operator.ts'
import type { Figures } from '../observe/crew.ts'
import { randomSecret } from '../secrets.ts'
import { systemClock } from '../system.ts'
import { OwnerHub } from '../workers/owner-hub.ts'
import { ProcessChannel } from '../workers/process-channel.ts'
import { WorkerNotStarted, type WorkerProcess, Workers } from '../workers/workers.ts'
import { Ending } from './ending.ts'
import { endAfterLog, openLog, type ProcessLog } from './log-of-process.ts'
import { openAddresses, openSecrets, openStore } from './open-parts.ts'
import { OWNER_PORTS } from './owner-ports.ts'
import { printEntrance } from './print-entrance.ts'
import { programPath } from './program-path.ts'
import { type OwnerOrder, SERVING } from './supervise-owner.ts'

/** Opens the store, starts the workers, and prints where to find the wall when all of them serve. */
export async function startOwner(): Promise<void> {
  const config = readConfig(process.env)
  const logs = openLog(config)
  const { log } = logs
  // Made here, before several workers would make them at once.
  await openSecrets(config)
  const store = config.DATABASE_URL === undefined ? await openStore(config, log) : null
  const addresses = await openAddresses(config)
  const oneTimeKey = randomSecret()
  const hub = new OwnerHub(store, systemClock)
  const stop = hub.start()
  const workers: Workers = new Workers({
    count: workersOf(config, availableParallelism()),
    fork: forkedBy(config, logs),
    hub,
    ports: { [OWNER_PORTS.oneTimeKey]: new OwnOneTimeKey(oneTimeKey), [OWNER_PORTS.arrivals]: new Arrivals() },
    ownFigures: figuresOf(() => workers.servingCount),
    clock: systemClock,
    onServing: ({ pid }) => log.info({ worker: pid }, 'a worker serves'),
    onLost: ({ pid, reason }) => log.error({ worker: pid, reason }, 'a worker ended: another takes its place'),
  })
  const close = async (hurried: Promise<void>) => {
    await workers.drain(hurried)
    stop()
    await store?.close()
  }
  obey(new Ending((hurried) => void close(hurried).then(() => endAfterLog(logs))))
  const port = await workers.start().catch(async (error: unknown) => {
    await close(Promise.resolve())
    if (error instanceof WorkerNotStarted && error.isExplained) await endAfterLog(logs, 1)
    throw error
  })
  process.send?.(SERVING)
  printEntrance(config, addresses, { port, oneTimeKey, crew: await crewLine(workers) })
}

/** Does what the starting process says, and ends with it. Signals reach that process too; the terminal sends each one to all. */
function obey(ending: Ending): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
  process.on('message', (order: OwnerOrder) => {
    if (order === 'drain' || order === 'hurry') ending.signal()
  })
  process.once('disconnect', ending.parentGone)
}

/** Starts workers as `node:cluster` does: they share the port, and on POSIX systems get connections in turn. */
function forkedBy({ PORT }: Config, { log }: ProcessLog): (port: number | null) => WorkerProcess {
  cluster.setupPrimary({ exec: programPath(new URL('./worker-process.js', import.meta.url)), args: [], serialization: 'advanced' })
  return (port) => {
    const worker = cluster.fork({ PORT: String(port ?? PORT) })
    const { process: child } = worker
    const onStuck = () => {
      log.error({ worker: child.pid }, 'a worker does not read any more: it is ended')
      child.kill('SIGKILL')
    }
    return {
      channel: new ProcessChannel(child, onStuck),
      pid: child.pid ?? 0,
      ended: new Promise((resolve) => {
        child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
      }),
    }
  }
}

/** The metrics of the owner. */
function figuresOf(serving: () => number): () => Promise<Figures> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'guestwall_workers',
    help: 'Processes that serve',
    registers: [registry],
    collect() {
      this.set(serving())
    },
  })
  return () => registry.getMetricsAsJSON()
}

async function crewLine(workers: Workers): Promise<string> {
  const resident = (await workers.figures())
    .flat()
    .filter(({ name }) => name === 'process_resident_memory_bytes')
    .flatMap(({ values }) => values.map(({ value }) => value))
  const mib = resident.reduce((sum, bytes) => sum + bytes, 0) / 1024 / 1024
  return `${workers.servingCount}, and the owner of the store: ${mib.toFixed(0)} MiB together, ready after ${(performance.now() / 1000).toFixed(1)} s`
}
