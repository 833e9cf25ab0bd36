import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Crew, Figures } from './crew.ts'

/** The metrics of the server for Prometheus. No label holds a session, a guest or an address. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #commits = new Histogram({
    name: 'guestwall_commit_events',
    help: 'Events of each committed batch',
    buckets: [1, 2, 5, 10, 25, 50, 100, 256],
    registers: [this.#registry],
  })
  readonly #flushes = new Histogram({
    name: 'guestwall_flush_seconds',
    help: 'Time to write one shared frame to all readers of a session',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1],
    registers: [this.#registry],
  })
  readonly #deliveries = new Counter({
    name: 'guestwall_deliveries_total',
    help: 'Frames offered to readers by flushes',
    registers: [this.#registry],
  })
  readonly #refusals = new Counter({
    name: 'guestwall_refusals_total',
    help: 'Refused commands and requests',
    labelNames: ['code'],
    registers: [this.#registry],
  })
  readonly #joins = new Counter({ name: 'guestwall_joins_total', help: 'New guests', registers: [this.#registry] })
  readonly #failures = new Counter({
    name: 'guestwall_store_failures_total',
    help: 'Batches that the store did not answer',
    registers: [this.#registry],
  })

  readonly #crew: Crew | undefined

  /** `crew`: the processes whose figures are told together; without it this process is alone. */
  constructor(read: {
    connections: () => number
    liveSessions: () => number
    isRedisAway: () => boolean
    isStoreFailing: () => boolean
    lostLogLines: () => number
    malformedFromRedis: () => number
    crew?: Crew | undefined
  }) {
    this.#crew = read.crew
    const gauge = (name: string, help: string, value: () => number, aggregator: 'sum' | 'max' = 'sum') =>
      new Gauge({
        name,
        help,
        aggregator,
        registers: [this.#registry],
        collect() {
          this.set(value())
        },
      })
    gauge('guestwall_connections', 'Open WebSocket connections', read.connections)
    gauge('guestwall_live_sessions', 'Sessions held in memory', read.liveSessions)
    gauge('guestwall_store_failing', '1 while the database takes no writes', () => Number(read.isStoreFailing()), 'max')
    gauge('guestwall_log_lines_lost', 'Log lines that their destination did not take, since the start', read.lostLogLines)
    gauge('guestwall_redis_degraded', '1 while Redis is configured and does not work', () => Number(read.isRedisAway()), 'max')
    new Counter({
      name: 'guestwall_redis_malformed_total',
      help: 'Answers and messages from Redis that did not fit their schema and were ignored',
      registers: [this.#registry],
      collect() {
        this.reset()
        this.inc(read.malformedFromRedis())
      },
    })
  }

  /** Adds the figures of this process: memory, processor, event loop. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry })
  }

  committed(events: number): void {
    this.#commits.observe(events)
  }

  flushed(readers: number, tookMs: number): void {
    this.#flushes.observe(tookMs / 1000)
    this.#deliveries.inc(readers)
  }

  joined(): void {
    this.#joins.inc()
  }

  refused(code: string): void {
    this.#refusals.inc({ code })
  }

  storeFailed(): void {
    this.#failures.inc()
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  /** The metrics of this process. */
  figures(): Promise<Figures> {
    return this.#registry.getMetricsAsJSON()
  }

  /** The metrics of the server: of all its processes together. */
  async text(): Promise<string> {
    if (this.#crew === undefined) return this.#registry.metrics()
    return AggregatorRegistry.aggregate([...(await this.#crew.figures())]).metrics()
  }
}
