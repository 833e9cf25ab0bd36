import type { VoteRecord } from '../../domain/vote-record.ts'
import { chainStart } from './ballot-chain.ts'

/** An open vote without ballots, of session `s`, as the store keeps it. Its options are `o1`, `o2` and `o3`. */
export function aVoteRecord(change: Partial<VoteRecord> = {}): VoteRecord {
  const options = ['o1', 'o2', 'o3'].map((id) => ({ id, label: id }))
  return {
    id: 'v',
    question: '今晚谁先哭？',
    options,
    optionsMade: options.length,
    maxChoices: 1,
    changeable: true,
    results: 'always',
    state: 'open',
    revealed: null,
    ordinal: 1,
    counts: { o1: 0, o2: 0, o3: 0 },
    ballots: 0,
    chain: chainStart('s', 'v'),
    published: null,
    ...change,
  }
}
