import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Peer, ProcessChannel } from '@guestwall/server/testing'

/** The calls of the measured process to the other one. */
export interface HopPort {
  /** Returns what it was given, as the answer to a batch returns the events. */
  append(batch: unknown): Promise<unknown>
  cpuMicros(): Promise<number>
  report(rows: HopRow[]): void
}

/** Calls of one size: how many wait at once, how long one takes, and what it costs both processes. */
export interface HopRow {
  readonly messages: number
  readonly atOnce: number
  readonly p50Ms: number
  readonly workerMicros: number
  readonly ownerMicros: number
}

/** Measures the way of batches from one process to another and back, over the channel of workers. Nothing is stored. */
export async function measureHop(): Promise<readonly HopRow[]> {
  const child = fork(fileURLToPath(new URL('./hop-process.ts', import.meta.url)), { serialization: 'advanced' })
  const worker = new Peer(new ProcessChannel(child, () => child.kill()))
  let rows: readonly HopRow[] = []
  worker.serve('hop', {
    append: (batch) => Promise.resolve(batch),
    cpuMicros: () => Promise.resolve(ownCpuMicros()),
    report(measured) {
      rows = measured
    },
  } satisfies HopPort)
  await once(child, 'exit')
  return rows
}

export function ownCpuMicros(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
