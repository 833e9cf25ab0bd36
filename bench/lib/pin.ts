import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The core of the measured server, and that of the load. */
export const SERVER_CORE = 0
export const LOAD_CORE = 1

/**
 * Binds a process, all its threads and those that it starts later to one core, so that the server and its load do not take each other's time. Answers
 * whether it did: it needs two cores and Linux's taskset.
 */
export function pin(pid: number, core: number): boolean {
  if (availableParallelism() < 2) return false
  return spawnSync('taskset', ['--all-tasks', '--pid', '--cpu-list', String(core), String(pid)], { stdio: 'ignore' }).status === 0
}
