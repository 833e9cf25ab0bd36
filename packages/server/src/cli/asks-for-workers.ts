import { availableParallelism } from 'node:os'
import { readConfig, WrongConfig, workersOf } from '../config.ts'

/** Whether the command line starts a server of several processes. A wrong configuration starts nothing: the server's own program explains it. */
export function asksForWorkers(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): boolean {
  if (args.length > 0) return false
  try {
    return workersOf(readConfig(environment), availableParallelism()) > 1
  } catch (error) {
    if (error instanceof WrongConfig) return false
    throw error
  }
}
