import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url))
const OPERATOR_TOKEN = 'operator-token-of-the-benchmark'
/** Linux counts processor time in these, a second. */
const CLOCK_TICKS = 100

/** The built server in a process of its own, as a user runs it, with its limits off. */
export class ServerProcess {
  readonly port: number
  readonly directory: string
  readonly #child: ChildProcess

  private constructor(port: number, directory: string, child: ChildProcess) {
    this.port = port
    this.directory = directory
    this.#child = child
  }

  /** Starts it on one core where the machine has more: the bars are for one. */
  static async start(
    environment: Record<string, string> = {},
    directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-')),
  ): Promise<ServerProcess> {
    const port = await freePort()
    const child = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: directory,
        OPERATOR_TOKEN,
        LOG_LEVEL: 'error',
        GUEST_POSTS_PER_MINUTE: '0',
        SESSION_POSTS_PER_SECOND: '0',
        JOINS_PER_SECOND: '0',
        CONNECTS_PER_SECOND: '0',
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const server = new ServerProcess(port, directory, child)
    await server.#ready()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get pid(): number {
    return this.#child.pid as number
  }

  async createSession(): Promise<{ id: string; hostToken: string }> {
    const response = await fetch(`${this.url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${OPERATOR_TOKEN}` },
      body: JSON.stringify({ title: 'Benchmark' }),
    })
    const { session, hostToken } = (await response.json()) as { session: { id: string }; hostToken: string }
    return { id: session.id, hostToken }
  }

  /** Processor time of all its threads so far, in microseconds; `null` where the system does not tell. */
  cpuMicros(): number | null {
    const path = `/proc/${this.pid}/stat`
    if (!existsSync(path)) return null
    const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? []
    return ((Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS) * 1e6
  }

  /** Resident memory in bytes; `null` where the system does not tell. */
  residentBytes(): number | null {
    const path = `/proc/${this.pid}/status`
    if (!existsSync(path)) return null
    const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))?.[1]
    return kib === undefined ? null : Number(kib) * 1024
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const exited = once(this.#child, 'exit')
      this.#child.kill('SIGKILL')
      await exited
    }
    rmSync(this.directory, { recursive: true, force: true })
  }

  async #ready(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null) throw new Error('the server did not start')
      const answer = await fetch(`${this.url}/readyz`).catch(() => null)
      if (answer?.ok === true) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
