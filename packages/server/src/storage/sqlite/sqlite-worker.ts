import { parentPort, workerData } from 'node:worker_threads'
import { openSqliteDatabase } from './sqlite-database.ts'
import { crossed, type StoreCall, type ThreadOpened } from './store-calls.ts'

/**
 * The store on a thread of its own: a flush to disk never holds the event loop, and a whole transaction, decisions included, is one
 * question and one answer. (With a question for each statement a commit waited as often for a busy event loop.)
 */

const report = (opened: ThreadOpened) => parentPort?.postMessage(opened)

async function serve(): Promise<void> {
  const { database, isNewEpoch } = await openSqliteDatabase((workerData as { file: string }).file)
  parentPort?.on('message', (call: StoreCall) => {
    void database.answer(call).then((answer) => {
      parentPort?.postMessage(answer)
      if (call.method === 'close') parentPort?.close()
    })
  })
  report({ opened: true, isNewEpoch })
}

serve().catch((error: unknown) => report({ opened: false, error: crossed(error) }))
