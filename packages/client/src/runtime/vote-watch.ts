import type { ClientSnapshot, VoteListener } from '../types.ts'
import { callSafely } from './listeners.ts'
import type { Store } from './store.ts'

/** Calls with the tally that is known, then with each newer one (VOTE-4). Another epoch's versions start anew. */
export function watchVote(store: Pick<Store, 'getSnapshot' | 'subscribe'>, voteId: string, listener: VoteListener): () => void {
  let last: { readonly version: number; readonly epoch: string | undefined } | null = null

  function check({ votes, position }: ClientSnapshot): void {
    const tally = votes.find((vote) => vote.id === voteId)?.tally ?? null
    const epoch = position?.epoch
    if (tally === null || (last !== null && last.epoch === epoch && tally.version <= last.version)) return
    last = { version: tally.version, epoch }
    callSafely(() => listener(tally))
  }

  check(store.getSnapshot())
  return store.subscribe(() => check(store.getSnapshot()))
}
