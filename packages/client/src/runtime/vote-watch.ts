import type { ClientSnapshot, VoteListener } from '../types.ts'
import { callSafely } from './listeners.ts'
import type { Runtime } from './run.ts'

/** Calls with the known tally, then with each newer one (VOTE-4). The versions of another epoch start anew. */
export function watchVote(runtime: Pick<Runtime, 'getSnapshot' | 'subscribe'>, voteId: string, listener: VoteListener): () => void {
  let last: { readonly version: number; readonly epoch: string | undefined } | null = null

  function check({ votes, position }: ClientSnapshot): void {
    const tally = votes.find((vote) => vote.id === voteId)?.tally ?? null
    const epoch = position?.epoch
    if (tally === null || (last !== null && last.epoch === epoch && tally.version <= last.version)) return
    last = { version: tally.version, epoch }
    callSafely(() => listener(tally))
  }

  check(runtime.getSnapshot())
  return runtime.subscribe(() => check(runtime.getSnapshot()))
}
