import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Store, StoreUnavailable } from '../store.ts'
import { errorOf, type StoreAnswer, type ThreadOpened } from './store-calls.ts'

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The thread that the store runs on, for calls. */
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

  /** Starts the thread on the database in `file`. Rejects, the thread ended, with what kept it from opening. */
  static async open(file: string): Promise<{ thread: SqliteThread; isNewLife: boolean }> {
    const worker = startWorker({ file })
    const [opened] = (await once(worker, 'message')) as [ThreadOpened]
    if (opened.opened) return { thread: new SqliteThread(worker), isNewLife: opened.isNewLife }
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

/** Run from source, the thread needs the TypeScript loader first: Node does not hand the parent's on. */
function startWorker(workerData: { readonly file: string }): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./sqlite-worker.js', import.meta.url), { workerData })
  const source = JSON.stringify(new URL('./sqlite-worker.ts', import.meta.url).href)
  return new Worker(`import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${source}) })`, { workerData, eval: true })
}
