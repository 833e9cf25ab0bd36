import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostedSession } from '@guestwall/protocol'
import { ClusterServer, type ServerLinks } from './cluster-server.ts'
import { endWithUs } from './end-with-us.ts'
import { OPERATOR_TOKEN, TOKEN_SECRET } from './guestwall.ts'
import { createSession } from './http-calls.ts'
import { type NginxOptions, requireProgram, startNginx, type TestNginx } from './nginx.ts'
import { freePort } from './free-port.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { startRedis, type TestRedis } from './redis.ts'
import { startTcpProxy } from './tcp-proxy.ts'

export interface ClusterOptions {
  readonly servers?: number
  /** Each server reaches Redis and PostgreSQL through a proxy of its own, in `server.links`. */
  readonly proxies?: boolean
  readonly nginx?: Omit<NginxOptions, 'servers'>
  /** For every server. */
  readonly environment?: Record<string, string>
  /** Told what happens next, for somebody who waits. */
  readonly onStep?: (step: string) => void
}

/**
 * Ends the servers, which are known by their data directory even while they start or stand frozen, and Redis, which may have started
 * again since; then the folder goes.
 */
const REMOVE = [
  'for path in $(grep -lsz "^DATA_DIR=$0/" /proc/[0-9]*/environ); do pid=${path#/proc/}; kill -KILL "${pid%/environ}"; done',
  '[ -e "$0/redis.port" ] && redis-cli -h 127.0.0.1 -p "$(cat "$0/redis.port")" shutdown nosave >/dev/null 2>&1',
  'rm -rf "$0"',
].join('; ')

/** Several built servers over one PostgreSQL and one Redis, with nginx before them: all real, all on loopback, all this test's own. */
export class Cluster {
  readonly servers: readonly ClusterServer[]
  readonly nginx: TestNginx
  readonly postgres: TestPostgres
  readonly redis: TestRedis
  readonly #stops: Stop[]
  readonly #operatorToken: string

  private constructor(parts: Parts, stops: Stop[], operatorToken: string) {
    this.servers = parts.servers
    this.nginx = parts.nginx
    this.postgres = parts.postgres
    this.redis = parts.redis
    this.#stops = stops
    this.#operatorToken = operatorToken
  }

  /** Starts everything, and resolves when every server takes requests. Where something fails, all of it is gone again. */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    for (const [program, debianPackage] of [
      ['redis-server', 'redis-server'],
      ['nginx', 'nginx'],
    ] as const)
      requireProgram(program, debianPackage)
    const stops: Stop[] = []
    const { onStep = () => {}, environment = {} } = options
    const shared = { OPERATOR_TOKEN, TOKEN_SECRET, TRUST_PROXY: '1', ...environment }
    try {
      const folder = mkdtempSync(join(tmpdir(), 'guestwall-cluster-'))
      stops.push(endWithUs(REMOVE, folder))
      onStep('PostgreSQL')
      const postgres = await startPostgres()
      stops.push(() => postgres.dispose())
      onStep('Redis')
      const redis = await startRedis()
      stops.push(() => redis.dispose())
      writeFileSync(join(folder, 'redis.port'), String(redis.port))
      const servers: ClusterServer[] = []
      const databaseUrl = await postgres.createDatabase()
      for (let number = 1; number <= (options.servers ?? 3); number += 1) {
        const links = options.proxies === true ? await startLinks(redis, postgres) : null
        if (links !== null) stops.push(() => Promise.all([links.redis.close(), links.postgres.close()]))
        servers.push(
          new ClusterServer({
            name: `server-${number}`,
            port: await freePort(),
            folder,
            links,
            environment: {
              ...shared,
              DATABASE_URL: throughPort(databaseUrl, links?.postgres.port),
              REDIS_URL: throughPort(redis.url, links?.redis.port),
            },
          }),
        )
      }
      onStep('nginx')
      const nginx = await startNginx({ ...options.nginx, servers: servers.map(({ port }) => port) })
      stops.push(() => nginx.dispose())
      // The first one makes the tables; together they would wait for each other all the same.
      for (const server of servers) {
        onStep(server.name)
        stops.push(() => server.kill())
        await server.start()
      }
      return new Cluster({ servers, nginx, postgres, redis }, stops, shared.OPERATOR_TOKEN)
    } catch (error) {
      await stopAll(stops)
      throw error
    }
  }

  /** Where guests go: nginx. */
  get url(): string {
    return this.nginx.url
  }

  /** Made at the first server that runs. */
  createSession(body: Record<string, unknown> = { title: '林晓 & 陈默' }): Promise<HostedSession> {
    const server = this.servers.find(({ isRunning }) => isRunning)
    return createSession(server?.url ?? '', this.#operatorToken, body)
  }

  /** Ends all of it and removes its files. Happens by itself when this process ends, however it ends. */
  stop(): Promise<void> {
    return stopAll(this.#stops)
  }
}

interface Parts {
  readonly servers: readonly ClusterServer[]
  readonly nginx: TestNginx
  readonly postgres: TestPostgres
  readonly redis: TestRedis
}

type Stop = () => Promise<unknown>

/** The last started is the first to go. */
async function stopAll(stops: Stop[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop()
}

async function startLinks(redis: TestRedis, postgres: TestPostgres): Promise<ServerLinks> {
  const [toRedis, toPostgres] = await Promise.all([startTcpProxy({ port: redis.port }), startTcpProxy({ port: postgres.port })])
  return { redis: toRedis, postgres: toPostgres }
}

function throughPort(url: string, port: number | undefined): string {
  const changed = new URL(url)
  if (port !== undefined) changed.port = String(port)
  return changed.href
}
