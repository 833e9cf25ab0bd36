import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs } from './end-with-us.ts'
import { freePort } from './free-port.ts'

const START_LIMIT_MS = 240_000

/** SIGKILL, for what it holds is nobody's any more; then its files go. */
const REMOVE = 'pid=$(cat "$0/pid" 2>/dev/null) && kill -KILL "$pid" 2>/dev/null; rm -rf "$0"'

/** A real Redis of a test's own, which keeps nothing on disk. */
export interface TestRedis {
  readonly url: string
  readonly port: number
  /** It stands still with all its connections open. */
  freeze(): void
  thaw(): void
  /** Ends it hard, as a power cut does: what it held is gone. */
  kill(): Promise<void>
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>
  /** Ends it. Happens by itself when this process ends, however it ends. */
  dispose(): Promise<void>
}

/**
 * Starts a Redis on a free loopback port; `isCluster`: a Redis Cluster of one node, which speaks as one of many does. `settings` are
 * arguments of the program.
 */
export async function startRedis(options: { isCluster?: boolean; settings?: readonly string[] } = {}): Promise<TestRedis> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'guestwall-redis-'))
  const removeWhenWeDie = endWithUs(REMOVE, folder)
  let child: ChildProcess | null = null
  const start = async () => {
    const settings = [...argumentsOf(port, options.isCluster === true), ...(options.settings ?? [])]
    child = spawn('redis-server', settings, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    await answered(port, 'PING', 'PONG')
    if (options.isCluster !== true) return
    await answered(port, 'CLUSTER ADDSLOTSRANGE 0 16383', '')
    await answered(port, 'CLUSTER INFO', 'cluster_state:ok')
  }
  const kill = async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  const signal = (name: NodeJS.Signals) => {
    child?.kill(name)
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    kill,
    start,
    async dispose() {
      await kill()
      await removeWhenWeDie()
    },
  }
}

function argumentsOf(port: number, isCluster: boolean): string[] {
  const inMemory = ['--save', '', '--appendonly', 'no', '--pidfile', 'pid']
  const cluster = ['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf', '--cluster-announce-ip', '127.0.0.1']
  return ['--port', String(port), '--bind', '127.0.0.1', ...inMemory, ...(isCluster ? cluster : [])]
}

/** Asks until the answer holds the words. */
async function answered(port: number, command: string, words: string): Promise<void> {
  const until = performance.now() + START_LIMIT_MS
  for (;;) {
    const answer = await ask(port, command).catch(() => null)
    if (answer?.includes(words) === true) return
    if (performance.now() > until) throw new Error(`redis-server on port ${port} does not answer ${command}: ${answer ?? 'no connection'}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    socket.once('data', (data) => {
      resolve(data.toString())
      socket.destroy()
    })
    socket.once('error', reject)
  })
}
