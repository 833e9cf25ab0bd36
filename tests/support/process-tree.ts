import { readdirSync, readFileSync } from 'node:fs'

/** A process of Linux, with its command line. */
export interface RunningProcess {
  readonly pid: number
  readonly command: string
}

/** The running processes that `parent` has started. */
export function childrenOf(parent: number): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, state, ppid] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
        if (Number(ppid) !== parent || state === 'Z') return []
        return [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }]
      } catch {
        // It has ended meanwhile.
        return []
      }
    })
}

/** A process and all that it has started, directly or not. */
export function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap((child) => treeOf(child.pid))]
}

/** The owner of the store of a server with workers, and the workers, as far as they run now. A process has its program's name until it has set its title. */
export function crewOf(serverPid: number): { owner: number | null; workers: number[] } {
  const pidsOf = (parent: number, part: 'owner' | 'worker') =>
    childrenOf(parent).flatMap(({ pid, command }) =>
      command.includes(`${part}-process`) || command.includes(`guestwall ${part}`) ? [pid] : [],
    )
  const [owner] = pidsOf(serverPid, 'owner')
  return owner === undefined ? { owner: null, workers: [] } : { owner, workers: pidsOf(owner, 'worker') }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
