import type { VotePayload, VoteState } from '@guestwall/protocol'
import type { ChainEntry, StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import { isVoided } from '../log/decide/ballots.ts'
import { ChainFold, differences, type Sum } from './chain-fold.ts'
import type { PublishedTally } from './last-tallies.ts'

/** The result of the recount of one vote. */
export interface VoteVerdict {
  readonly voteId: string
  readonly question: string
  readonly state: VoteState
  /** The number of rows in the ballots table, without voided ones. */
  readonly ballots: number
  /** The number of entries in the chain. */
  readonly entries: number
  /** The event that published the newest tally; `null` for a draft. */
  readonly eventId: number | null
  /** As text, at most `MAX_DIFFERENCES`; empty when all agree. They name no guest. */
  readonly differences: readonly string[]
}

/** The most differences that are listed for one vote. With more, the cause is not a single ballot. */
export const MAX_DIFFERENCES = 20

/**
 * Counts one vote again, from its ballots and from its chain, and compares both with the stored counts and the published tally (VOTE-2, VOTE-4). It
 * gets pages, so that no vote has to fit into memory twice. The chain comes first, because each ballot is looked up in it.
 */
export class VoteRecount {
  readonly #vote: VoteRecord
  readonly #published: PublishedTally | null
  readonly #fold: ChainFold
  readonly #counts = new Map<string, number>()
  readonly #found: string[] = []
  #ballots = 0

  constructor(sessionId: string, vote: VoteRecord, published: PublishedTally | null) {
    this.#vote = vote
    this.#published = published
    this.#fold = new ChainFold(sessionId, vote, vote.published?.seq ?? 0)
  }

  addEntries(entries: readonly ChainEntry[]): void {
    for (const entry of entries) {
      const fault = this.#fold.add(entry)
      if (fault !== null) this.#found.push(`chain: ${fault}`)
    }
  }

  addBallots(ballots: readonly StoredBallot[]): void {
    for (const { seq, optionIds } of ballots) {
      if (!isVoided({ optionIds })) this.#ballots += 1
      for (const id of optionIds) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
      if (this.#fold.choiceAt(seq)?.join() !== optionIds.join()) this.#found.push(`a ballot is not what entry ${seq} of the chain says`)
    }
  }

  verdict(): VoteVerdict {
    const found = [...this.#found, ...this.#headFaults(), ...this.#sumFaults(), ...this.#publicationFaults()]
    const more = found.length - MAX_DIFFERENCES
    const { id, question, state } = this.#vote
    return {
      voteId: id,
      question,
      state,
      ballots: this.#ballots,
      entries: this.#fold.head.seq,
      eventId: this.#published?.eventId ?? null,
      differences: more > 0 ? [...found.slice(0, MAX_DIFFERENCES - 1), `and ${more + 1} more`] : found,
    }
  }

  #headFaults(): string[] {
    const { seq, hash } = this.#fold.head
    const { chain } = this.#vote
    if (chain.seq !== seq) return [`the chain ends at entry ${seq}, the vote says ${chain.seq}`]
    return chain.hash === hash ? [] : ['the hash that the vote keeps is not that of the chain’s last entry']
  }

  #sumFaults(): string[] {
    const { options } = this.#vote
    const stored = { name: 'stored', sum: sumOf(this.#vote) }
    const recounted = { name: 'in the ballots table', sum: { counts: this.#counts, ballots: this.#ballots } }
    const chained = { name: 'in the chain', sum: this.#fold.sum }
    return [...differences(options, stored, recounted), ...differences(options, chained, recounted)]
  }

  #publicationFaults(): string[] {
    const { state, options, published: kept, chain } = this.#vote
    if (state === 'draft') {
      return kept === null && this.#published === null && chain.seq === 0 ? [] : ['a draft, and it has ballots or a published tally']
    }
    if (kept === null || this.#published === null) return ['no tally was published']
    const { eventId, tally } = this.#published
    const found: string[] = []
    if (textOf(kept.tally) !== textOf(tally)) found.push(`the tally kept with the vote is not the one that event ${eventId} published`)
    if (tally.state !== state) found.push(`the vote is ${state}, event ${eventId} published it as ${tally.state}`)
    if (state === 'closed' && kept.seq !== chain.seq) found.push('closed, and the last tally does not tell of all ballots')
    const { atMark } = this.#fold
    if (atMark === null) return [...found, `the tally of event ${eventId} reaches entry ${kept.seq}, the chain does not`]
    const announced = { name: `published by event ${eventId}`, sum: sumOf(tally) }
    return [...found, ...differences(options, announced, { name: `in the chain up to entry ${kept.seq}`, sum: atMark })]
  }
}

/** A vote that is in the log and not in the table. */
export function missingVote({ eventId, tally }: PublishedTally): VoteVerdict {
  return {
    voteId: tally.voteId,
    question: '',
    state: tally.state,
    ballots: 0,
    entries: 0,
    eventId,
    differences: [`event ${eventId} tells of this vote, the votes table does not hold it`],
  }
}

function sumOf({ counts, ballots }: { readonly counts: Readonly<Record<string, number>>; readonly ballots: number }): Sum {
  return { counts: new Map(Object.entries(counts)), ballots }
}

function textOf({ voteId, version, state, counts, ballots }: VotePayload): string {
  return JSON.stringify([voteId, version, state, ballots, Object.entries(counts).sort(([left], [right]) => (left < right ? -1 : 1))])
}
