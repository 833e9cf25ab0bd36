import type { Results, VoteOption, VotePayload, VoteState } from '@guestwall/protocol'

/** A vote as it is stored. */
export interface VoteRecord {
  readonly id: string
  readonly question: string
  readonly options: readonly VoteOption[]
  /** The number of options made so far: an option id is used once in its vote. */
  readonly optionsMade: number
  readonly maxChoices: number
  readonly changeable: boolean
  readonly results: Results
  readonly state: VoteState
  /** The host's choice to show or hide the counts, which overrides `results`; `null` while `results` applies. */
  readonly revealed: boolean | null
  /** The id of the event that last put the vote on the wall: votes are ordered by it. */
  readonly ordinal: number
  /** The ballots of each option: always what a recount would give (VOTE-2). */
  readonly counts: Readonly<Record<string, number>>
  readonly ballots: number
  readonly chain: ChainHead
  /** The newest publication; `null` before the vote opens. */
  readonly published: Publication | null
}

export interface Publication {
  readonly tally: VotePayload
  /** By the storage's clock, in milliseconds since 1970. */
  readonly atMs: number
  /** The newest chain entry that the tally counts. */
  readonly seq: number
}

/** The ballot of one guest in one vote: there is at most one. */
export interface StoredBallot {
  readonly voteId: string
  readonly guestId: string
  readonly optionIds: readonly string[]
  /** Its entry in the chain, and the guest's first one. */
  readonly seq: number
  readonly firstSeq: number
}

/** The end of a vote's chain of ballots. */
export interface ChainHead {
  /** The number of entries, changed ballots included. */
  readonly seq: number
  /** The hash over all entries, in hex. */
  readonly hash: string
}

/** One entry of a chain: a ballot as it was cast. It names no guest (VOTE-5). */
export interface ChainEntry extends ChainHead {
  readonly optionIds: readonly string[]
  /** The entry that this one replaces: the earlier ballot of the same guest. */
  readonly replaces: number | null
}

/** A ballot that was cast: the guest's row and the chain's entry. */
export interface CastBallot {
  readonly ballot: StoredBallot
  readonly entry: ChainEntry
}
