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
import { freePort } from './free-port.ts'
import { endAfterLog, openLog, type ProcessLog } from './log-of-process.ts'
import { openAddresses, openSecrets, openStore } from './open-parts.ts'
import { type OwnerOrder, tellFirst } from './owner-news.ts'
import { OWNER_PORTS } from './owner-ports.ts'
import { printEntrance } from './print-entrance.ts'
import { programPath } from './program-path.ts'
import { explainErrors } from './start-errors.ts'

/** Opens the store, starts the workers, and prints where to find the wall when all of them serve. */
export async function startOwner(): Promise<void> {
  const config = readConfig(process.env)
  const logs = openLog(config)
  const { log } = logs
  process.on('message', (order: OwnerOrder) => order === 'sign' && void tellFirst({ kind: 'sign' }))
  const port = await keptPort(config)
  // Made here, before several workers would make them at once.
  await openSecrets(config)
  const store = config.DATABASE_URL === undefined ? await openStore(config, log) : null
  const addresses = await openAddresses(config)
  const oneTimeKey = randomSecret()
  const hub = new OwnerHub(store, systemClock)
  const stop = hub.start()
  const workers: Workers = new Workers({
    count: workersOf(config, availableParallelism()),
    fork: forkedBy(port, logs),
    hub,
    ports: { [OWNER_PORTS.oneTimeKey]: new OwnOneTimeKey(oneTimeKey), [OWNER_PORTS.arrivals]: new Arrivals() },
    ownFigures: figuresOf(() => workers.servingCount),
    clock: systemClock,
    onServing: ({ pid }) => log.info({ worker: pid }, 'a worker serves'),
    onLost: ({ pid, reason }) => log.error({ worker: pid, reason }, 'a worker ended: another takes its place'),
    onSilent: ({ pid }) => log.error({ worker: pid }, 'a worker has not answered for 10 s'),
    onBack: ({ pid }) => log.info({ worker: pid }, 'a worker answers again'),
    onHung: ({ pid }) => log.error({ worker: pid }, 'a worker has not answered for 30 s: it is ended'),
  })
  const close = async (hurried: Promise<void>) => {
    await workers.drain(hurried)
    stop()
    await store?.close()
  }
  obey(new Ending((hurried) => void close(hurried).then(() => endAfterLog(logs))))
  await workers.start().catch(async (error: unknown) => {
    await close(Promise.resolve())
    if (error instanceof WorkerNotStarted && error.isExplained) {
      await tellFirst({ kind: 'cannotStart', sentence: error.message })
      await endAfterLog(logs, 1)
    }
    throw error
  })
  void tellFirst({ kind: 'serving', port })
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

/** The port of all workers. `node:cluster` takes port 0 and the free one that it found for two, so that the free one is found here. */
function keptPort({ HOST: host, PORT: port }: Config): Promise<number> {
  return port === 0 ? explainErrors({ kind: 'address', host, port }, () => freePort(host)) : Promise.resolve(port)
}

/** Starts workers as `node:cluster` does: they share the port, and on POSIX systems get connections in turn. */
function forkedBy(port: number, { log }: ProcessLog): () => WorkerProcess {
  cluster.setupPrimary({ exec: programPath(new URL('./worker-process.js', import.meta.url)), args: [], serialization: 'advanced' })
  return () => {
    const worker = cluster.fork({ PORT: String(port) })
    const { process: child } = worker
    const kill = () => void child.kill('SIGKILL')
    const onStuck = () => {
      log.error({ worker: child.pid }, 'a worker does not read any more: it is ended')
      kill()
    }
    // A connection was handed to one that is dying: it is lost with the worker, whose end is reported.
    worker.on('error', () => {})
    return {
      channel: new ProcessChannel(child, onStuck),
      pid: child.pid ?? 0,
      kill,
      ended: new Promise((resolve) => {
        child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
        child.on('error', ({ message }) => child.pid === undefined && resolve(message))
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
    help: 'Workers that serve and answer',
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
