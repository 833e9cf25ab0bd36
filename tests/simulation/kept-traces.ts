import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Replay, replay } from '@guestwall/client/replay'
import { type Run, simulate } from './simulation.ts'
import type { ClientTrace } from './tab.ts'

/** Replays what a client recorded. Throws where the replay has other effects, or comes to another snapshot. */
export function replayClient(name: string, { client, entries }: ClientTrace): Replay {
  const replayed = replay(JSON.parse(JSON.stringify(entries)) as typeof entries)
  const at = replayed.steps.findIndex(({ recorded }) => recorded !== null)
  if (at !== -1) throw new Error(`the trace of ${name} replays to other effects in line ${at + 2}`)
  if (JSON.stringify(replayed.snapshot) !== JSON.stringify(client.getSnapshot())) {
    throw new Error(`the trace of ${name} replays to another snapshot`)
  }
  return replayed
}

/**
 * Runs the seed of a failed run again, and writes the trace of each client that its violations name (of all, if they name none) into
 * `folder`. Returns a line for each file: how to replay it, and whether it does replay.
 */
export async function keepTraces(failed: Pick<Run, 'seed' | 'violations'>, folder: string): Promise<string[]> {
  const { clients } = await simulate(failed.seed, { isTraced: true })
  const named = [...clients].filter(([name]) => failed.violations.some(({ what }) => what.includes(name)))
  mkdirSync(folder, { recursive: true })
  return (named.length === 0 ? [...clients] : named).map(([name, trace]) => {
    const path = join(folder, `seed-${failed.seed}-${name}.jsonl`)
    writeFileSync(path, trace.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    return `npm run replay -- ${path} (${replayClient(name, trace).steps.length} steps)`
  })
}
