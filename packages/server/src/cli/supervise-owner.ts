import { fork } from 'node:child_process'
import { Ending } from './ending.ts'
import { endAfterLog, type ProcessLog } from './log-of-process.ts'
import { programPath } from './program-path.ts'

/** The orders to the owner from the process that started it: messages, because Windows has no signals that a process can answer. */
export type OwnerOrder = 'drain' | 'hurry'

/** The owner's message that all its workers serve. */
export const SERVING = 'serving'

/**
 * Runs the owner of the store, which runs the workers. When it dies, its workers end with it, because nothing can be stored any more; then all of them
 * start again. This process does nothing else, so that it outlives them.
 */
export function superviseOwner(logs: ProcessLog): void {
  let order: (what: OwnerOrder) => void = () => {}
  let isEnding = false
  const ending = new Ending((hurried) => {
    isEnding = true
    process.stdout.write('  Closing connections …\n')
    order('drain')
    void hurried.then(() => order('hurry'))
  })
  ending.listen()
  const run = () => {
    const owner = fork(programPath(new URL('./owner-process.js', import.meta.url)))
    let hasServed = false
    order = (what) => owner.connected && owner.send(what)
    owner.on('message', (message) => {
      hasServed ||= message === SERVING
    })
    owner.once('exit', (code, signal) => {
      if (isEnding || !hasServed) {
        void endAfterLog(logs, code ?? 1)
        return
      }
      logs.log.error({ code, signal }, 'the owner of the store ended: it and all workers start again')
      run()
    })
  }
  run()
}
