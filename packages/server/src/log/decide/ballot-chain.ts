import { createHash } from 'node:crypto'
import type { ChainEntry, ChainHead } from '../../domain/vote-record.ts'

/**
 * The chain before its first ballot. The hash of each entry includes the hash before it, so that no entry can be changed, added or left out without
 * a change of all later ones (Haber and Stornetta, "How to time-stamp a digital document", 1991).
 */
export function chainStart(sessionId: string, voteId: string): ChainHead {
  return { seq: 0, hash: sha256(JSON.stringify(['guestwall ballots', sessionId, voteId])) }
}

export function nextEntry(head: ChainHead, { optionIds, replaces }: Pick<ChainEntry, 'optionIds' | 'replaces'>): ChainEntry {
  const seq = head.seq + 1
  return { seq, optionIds, replaces, hash: sha256(`${head.hash}\n${JSON.stringify([seq, optionIds, replaces])}`) }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
