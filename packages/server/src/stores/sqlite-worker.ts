import { parentPort, workerData } from 'node:worker_threads'
import { openSqliteReader } from '../storage/sqlite/open-sqlite-reader.ts'
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts'
import { LogStore } from '../log/log-store.ts'
import { answerCall, crossed, type StoreCall, type ThreadDatabase, type ThreadOpened } from './store-calls.ts'

/**
 * The store on a thread of its own: a flush to disk never stops the event loop. The whole transaction runs here, its decisions included, so that a
 * batch is one question and one answer (docs/decisions/0030).
 */

const report = (opened: ThreadOpened) => parentPort?.postMessage(opened)

async function serve(): Promise<void> {
  const { file, isReader } = workerData as ThreadDatabase
  const { storage, isNewEpoch } = isReader ? openSqliteReader(file) : await openSqliteStorage(file)
  const store = new LogStore(storage)
  parentPort?.on('message', (call: StoreCall) => {
    void answerCall(store, call).then((answer) => {
      parentPort?.postMessage(answer)
      if (call.method === 'close') parentPort?.close()
    })
  })
  report({ opened: true, isNewEpoch })
}

serve().catch((error: unknown) => report({ opened: false, error: crossed(error) }))
