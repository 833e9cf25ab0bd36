import { existsSync, readFileSync } from 'node:fs'

/** Linux counts processor time in these, a second. */
const CLOCK_TICKS = 100

/** Processor time of all threads of a process so far, in microseconds; `null` where the system does not tell. */
export function cpuMicrosOf(pid: number): number | null {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return null
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS) * 1e6
}

/** Resident memory of a process in bytes; `null` where the system does not tell. */
export function residentBytesOf(pid: number): number | null {
  const path = `/proc/${pid}/status`
  if (!existsSync(path)) return null
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))?.[1]
  return kib === undefined ? null : Number(kib) * 1024
}
