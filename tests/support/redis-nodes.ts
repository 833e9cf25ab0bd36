import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { endWithUs } from './end-with-us.ts'
import { freePort } from './free-port.ts'

const SLOTS = 16_384
/** A node that is silent for so long has failed, for the others. */
const NODE_TIMEOUT_MS = 1_000
/** The bus of a cluster's node: by default its port and 10,000, which may be beyond the last port. */
const KILL_ALL = 'for f in "$0"/*/pid; do kill -KILL "$(cat "$f" 2>/dev/null)" 2>/dev/null; done; rm -rf "$0"'

/** A real Redis Cluster of masters without replicas: where one is dead, the cluster is down. */
export interface TestRedisCluster {
  /** Of the first node. */
  readonly url: string
  readonly ports: readonly number[]
  /** Ends one hard, as a power cut does. */
  kill(index: number): Promise<void>
  /** Starts it again, with the place that it had in the cluster and nothing else. */
  start(index: number): Promise<void>
  /** Ends all of it. Happens by itself when this process ends, however it ends. */
  dispose(): Promise<void>
}

export async function startRedisCluster(masters = 3): Promise<TestRedisCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'guestwall-redis-cluster-'))
  const removeWhenWeDie = endWithUs(KILL_ALL, folder)
  const ports = await Promise.all(Array.from({ length: masters }, () => freePort()))
  const buses = await Promise.all(ports.map(() => freePort()))
  const children: (ChildProcess | undefined)[] = []
  const start = async (index: number) => {
    const port = ports[index] as number
    const home = join(folder, String(index))
    mkdirSync(home, { recursive: true })
    const place = ['--port', String(port), '--cluster-port', String(buses[index]), '--bind', '127.0.0.1', '--pidfile', 'pid']
    const cluster = ['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf', '--cluster-node-timeout', String(NODE_TIMEOUT_MS)]
    const inMemory = ['--save', '', '--appendonly', 'no', '--cluster-announce-ip', '127.0.0.1']
    children[index] = spawn('redis-server', [...place, ...cluster, ...inMemory], { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] })
    await asked(port, 'PONG', (redis) => redis.ping())
  }
  const kill = async (index: number) => {
    const child = children[index]
    children[index] = undefined
    if (child === undefined) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  await Promise.all(ports.map((_, index) => start(index)))
  for (const [index, port] of ports.entries()) {
    const [from, to] = [Math.floor((index * SLOTS) / masters), Math.floor(((index + 1) * SLOTS) / masters) - 1]
    await asked(port, 'OK', async (redis) => {
      await redis.cluster('ADDSLOTSRANGE', from, to)
      // Two nodes of one epoch would have to agree first.
      await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
      if (index > 0) await redis.call('CLUSTER', 'MEET', '127.0.0.1', String(ports[0]), String(buses[0]))
      return 'OK'
    })
  }
  await Promise.all(ports.map((port) => asked(port, 'cluster_state:ok', (redis) => redis.cluster('INFO'))))
  return {
    url: `redis://127.0.0.1:${ports[0]}`,
    ports,
    kill,
    start,
    async dispose() {
      await Promise.all(ports.map((_, index) => kill(index)))
      await removeWhenWeDie()
    },
  }
}

/** Asks a node until the answer holds the words. */
export async function asked(port: number, words: string, ask: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => 20, enableReadyCheck: false })
  redis.on('error', () => {})
  try {
    for (;;) {
      const answer = await ask(redis).catch(() => null)
      if (String(answer).includes(words)) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } finally {
    redis.disconnect()
  }
}
