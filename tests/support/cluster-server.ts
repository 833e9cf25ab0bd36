import { join } from 'node:path'
import { ServerProcess } from './server-process.ts'
import type { TcpProxy } from './tcp-proxy.ts'

/** The links of one server, where the cluster was started with proxies. */
export interface ServerLinks {
  readonly redis: TcpProxy
  readonly postgres: TcpProxy
}

interface Place {
  readonly name: string
  readonly port: number
  readonly folder: string
  readonly environment: Record<string, string>
  readonly links: ServerLinks | null
}

/** One of a cluster's servers, which may be gone for a while and come back at the same port. */
export class ClusterServer {
  readonly name: string
  readonly port: number
  readonly #place: Place
  #process: ServerProcess | null = null

  constructor(place: Place) {
    this.name = place.name
    this.port = place.port
    this.#place = place
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Throws where the cluster has none. */
  get links(): ServerLinks {
    if (this.#place.links === null) throw new Error('the cluster was started without proxies')
    return this.#place.links
  }

  get pid(): number {
    if (this.#process === null) throw new Error(`${this.name} does not run`)
    return this.#process.pid
  }

  get isRunning(): boolean {
    return this.#process !== null
  }

  /** Resolves when it takes requests. */
  async start(): Promise<void> {
    const { port, folder, environment, name } = this.#place
    this.#process = await ServerProcess.start({ port, directory: join(folder, name), environment })
  }

  /** SIGKILL: as a crash or a power cut. */
  async kill(): Promise<void> {
    await this.#process?.kill()
    this.#process = null
  }

  /** SIGTERM: it sends everybody off, then ends. Resolves when it has. */
  async drain(): Promise<void> {
    const { pid } = this
    process.kill(pid, 'SIGTERM')
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
    this.#process = null
  }

  /** SIGSTOP: it stands still with all its connections open. */
  freeze(): void {
    process.kill(this.pid, 'SIGSTOP')
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT')
  }

  /** As a rolling deployment does it. */
  async restart(): Promise<void> {
    await this.drain()
    await this.start()
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
