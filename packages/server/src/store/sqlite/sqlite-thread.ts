import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { WorkerAnswer, WorkerRequest } from './sqlite-worker.ts'

/** A statement that SQLite refused. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  resolve(answer: { rows: readonly unknown[]; changes: number }): void
  reject(error: Error): void
}

/** The thread that SQLite runs on: one statement at a time, in the order asked. */
export class SqliteThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #ended: Error | null = null

  constructor(file: string) {
    this.#worker = startWorker({ file })
    this.#worker.on('message', (answer: WorkerAnswer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('exit', () => this.#end(new SqliteError('SQLITE_MISUSE', 'the database thread has ended')))
  }

  run(sql: string, parameters: readonly unknown[]): Promise<{ rows: readonly unknown[]; changes: number }> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    this.#lastId += 1
    const id = this.#lastId
    this.#worker.postMessage({ id, sql, parameters } satisfies WorkerRequest)
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  async close(): Promise<void> {
    if (this.#ended !== null) return
    const exited = once(this.#worker, 'exit')
    this.#worker.postMessage('close')
    await exited
  }

  #settle(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(new SqliteError(answer.error.code, answer.error.message))
    else waiting?.resolve(answer)
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended)
    this.#waiting.clear()
  }
}

/** Run from source, the thread needs the TypeScript loader first: Node does not hand the parent's on. */
function startWorker(workerData: { readonly file: string }): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./sqlite-worker.js', import.meta.url), { workerData })
  const source = JSON.stringify(new URL('./sqlite-worker.ts', import.meta.url).href)
  return new Worker(`import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${source}) })`, { workerData, eval: true })
}
