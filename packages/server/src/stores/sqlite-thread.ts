import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { StoreUnavailable } from '../storage/storage.ts'
import type { Store } from '../log/store.ts'
import { errorOf, type StoreAnswer, type ThreadDatabase, type ThreadOpened } from './store-calls.ts'

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** A thread on which the store runs. */
export class SqliteThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #ended: Error | null = null

  private constructor(worker: Worker) {
    this.#worker = worker
    this.#worker.on('message', (answer: StoreAnswer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#end(new StoreUnavailable('the database thread broke', { cause: error })))
    this.#worker.on('exit', () => this.#end(new StoreUnavailable('the database is closed')))
  }

  /** Starts the thread on the database. When it cannot be opened, ends the thread and rejects with the cause. */
  static async open(database: ThreadDatabase): Promise<{ thread: SqliteThread; isNewEpoch: boolean }> {
    const worker = await startWorker(database)
    const [opened] = (await once(worker, 'message')) as [ThreadOpened]
    if (opened.opened) return { thread: new SqliteThread(worker), isNewEpoch: opened.isNewEpoch }
    await worker.terminate()
    throw errorOf(opened.error)
  }

  call<Method extends keyof Store>(method: Method, ...args: Parameters<Store[Method]>): ReturnType<Store[Method]> {
    this.#lastId += 1
    const id = this.#lastId
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#ended !== null) {
        reject(this.#ended)
        return
      }
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, method, args })
    })
    return answer as ReturnType<Store[Method]>
  }

  async close(): Promise<void> {
    if (this.#ended !== null) return
    const exited = once(this.#worker, 'exit')
    await this.call('close')
    await exited
  }

  #settle(answer: StoreAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(errorOf(answer.error))
    else waiting?.resolve(answer.value)
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended)
    this.#waiting.clear()
  }
}

async function startWorker(workerData: ThreadDatabase): Promise<Worker> {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./sqlite-worker.js', import.meta.url), { workerData })
  bundled ??= bundleWorker()
  return new Worker(await bundled, { workerData, eval: true })
}

/**
 * When the server runs from source, the program of the thread is bundled once in a process: a loader in each thread would cost a second of
 * processor time.
 */
let bundled: Promise<string> | undefined

async function bundleWorker(): Promise<string> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./sqlite-worker.ts', import.meta.url))],
    bundle: true,
    // A thread that runs a string cannot run a module.
    format: 'cjs',
    platform: 'node',
    conditions: ['guestwall:source'],
    external: ['libsql'],
    write: false,
  })
  return outputFiles.map(({ text }) => text).join('')
}
