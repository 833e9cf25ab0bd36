import { type Logger, pino } from 'pino'
import type { Config } from '../config.ts'
import { LogDestination } from '../observe/log-destination.ts'
import { systemClock } from '../system.ts'

const STDERR = 2
/** The longest wait for a destination to take the last log lines. */
const LAST_LINES_MS = 1_000

/** The log of this process. */
export interface ProcessLog {
  readonly log: Logger
  readonly destination: LogDestination
}

/** Opens the log on standard error. */
export function openLog(config: Config): ProcessLog {
  const destination: LogDestination = new LogDestination(STDERR, systemClock, (lines) =>
    log.warn({ lines }, 'log lines were lost: their destination took none'),
  )
  const log: Logger = pino({ level: config.LOG_LEVEL, redact: ['req.headers.authorization'] }, destination)
  return { log, destination }
}

/** Ends the process once the last log lines are written. A line that is stuck in a pipe holds a thread, and a normal exit would wait for it. */
export async function endAfterLog({ destination }: ProcessLog, exitCode = 0): Promise<void> {
  const isOut = destination.settled().then(() => true)
  const isLate = new Promise<false>((resolveLate) => setTimeout(() => resolveLate(false), LAST_LINES_MS))
  if (await Promise.race([isOut, isLate])) process.exit(exitCode)
  process.kill(process.pid, 'SIGKILL')
}
