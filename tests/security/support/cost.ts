import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** No input may hold the event loop for longer. */
export const MAX_HELD_MS = 50
/** The limit for the memory of a flood, its own peer in this process included. */
export const MAX_GROWTH_BYTES = 50 * 1024 * 1024

/** Calls whose processor time is measured. */
const TRIES = 5
/** Calls that are measured by the clock: one of them is not interrupted, however busy the machine is. */
const CLOCKED_TRIES = 20

/** The processor time of a call in milliseconds, the least of several: what else the machine does is not this call's. */
export async function processorMs(run: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = process.cpuUsage()
    await run()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

/** The time of a call that waits for nothing, the least of several. */
export function heldMs(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < CLOCKED_TRIES; tries += 1) {
    const before = performance.now()
    run()
    least = Math.min(least, performance.now() - before)
  }
  return least
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Memory that is still in use. */
export function heldBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Resident memory without what waits to be collected. */
export function residentBytes(): number {
  collectGarbage()
  return process.memoryUsage().rss
}
