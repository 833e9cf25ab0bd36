import { fork } from 'node:child_process'
import { systemClock } from '../system.ts'
import { Ending } from './ending.ts'
import { endAfterLog, type ProcessLog } from './log-of-process.ts'
import type { OwnerNews, OwnerOrder } from './owner-news.ts'
import { type OwnerEnd, type OwnerProcess, OwnerSupervisor } from './owner-supervisor.ts'
import { programPath } from './program-path.ts'
import { TITLES } from './titles.ts'

const A_DAY_MS = 24 * 60 * 60_000

/**
 * Runs the owner of the store, which runs the workers. When it dies, its workers end with it, because nothing can be stored any more; then all of them
 * start again. This process does nothing else, so that it outlives them.
 */
export function superviseOwner(logs: ProcessLog): void {
  process.title = TITLES.first
  // Between two owners nothing else keeps this process running.
  setInterval(() => {}, A_DAY_MS)
  const log = { info: (sentence: string) => logs.log.info(sentence), error: (sentence: string) => logs.log.error(sentence) }
  const supervisor = new OwnerSupervisor({ fork: forkOwner, clock: systemClock, log })
  const ending = new Ending((hurried) => {
    process.stdout.write('  Closing connections …\n')
    supervisor.end(hurried)
  })
  ending.listen()
  void supervisor.run().then((code) => endAfterLog(logs, code))
}

function forkOwner(port: number | null, onNews: (news: OwnerNews) => void): OwnerProcess {
  const env = port === null ? process.env : { ...process.env, PORT: String(port) }
  const owner = fork(programPath(new URL('./owner-process.js', import.meta.url)), { env })
  owner.on('message', (news) => onNews(news as OwnerNews))
  return {
    order(what: OwnerOrder) {
      // One that is gone gets no order; its end is reported.
      if (owner.connected) owner.send(what, () => {})
    },
    kill: () => void owner.kill('SIGKILL'),
    ended: new Promise<OwnerEnd>((resolve) => {
      owner.once('exit', (code, signal) => resolve({ code, reason: signal ?? `exit code ${code}` }))
      owner.on('error', ({ message }) => owner.pid === undefined && resolve({ code: null, reason: message }))
    }),
  }
}
