import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostedSession } from '@guestwall/protocol'
import { freePort } from './free-port.ts'
import { OPERATOR_TOKEN } from './guestwall.ts'
import { NO_LIMITS_ENVIRONMENT } from './no-limits.ts'
import { createSession } from './http-calls.ts'

const MAIN = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url))
/** Linux counts processor time in these, a second. */
const CLOCK_TICKS = 100

/** How a server is started. Parts that are left out are made for it alone. */
export interface ServerProcessOptions {
  readonly environment?: Record<string, string>
  /** Where its data is: one that is there already is taken up again. */
  readonly directory?: string
  readonly port?: number
  /** Where its log goes: into a file, or into `said` alone; without one into `said` and to the test's own standard error. */
  readonly stderr?: number | 'pipe'
}

/** The built server in a process of its own, as a user runs it, with its limits off. */
export class ServerProcess {
  readonly port: number
  readonly directory: string
  /** Its standard error, where that is no file. */
  said = ''
  readonly #child: ChildProcess
  readonly #closed: Promise<unknown>

  private constructor(port: number, directory: string, child: ChildProcess) {
    this.port = port
    this.directory = directory
    this.#child = child
    this.#closed = once(child, 'close')
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.said += text
    })
  }

  /** Starts it, and resolves when it takes requests. */
  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    if (!existsSync(MAIN)) throw new Error('the server is not built: run npm run build')
    const port = options.port ?? (await freePort())
    const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'guestwall-process-'))
    const child = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: directory,
        OPERATOR_TOKEN,
        LOG_LEVEL: 'error',
        ...NO_LIMITS_ENVIRONMENT,
        ...options.environment,
      },
      stdio: ['ignore', 'ignore', options.stderr ?? 'pipe'],
    })
    if (options.stderr === undefined) child.stderr?.pipe(process.stderr, { end: false })
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

  createSession(): Promise<HostedSession> {
    return createSession(this.url, OPERATOR_TOKEN, { title: 'A process' })
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

  /** Ends it hard, as a power cut does; its data stays. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }

  /** Asks it to end, and answers how it did. */
  async end(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    const [code, signal] = (await exited) as [number | null, NodeJS.Signals | null]
    return { code, signal }
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.directory, { recursive: true, force: true })
  }

  async #ready(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null) {
        await this.#closed
        throw new Error(`the server did not start: ${this.said}`)
      }
      const answer = await fetch(`${this.url}/readyz`).catch(() => null)
      if (answer?.ok === true) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
