import type { VoteOption } from '@guestwall/protocol'
import type { ChainEntry, ChainHead } from '../domain/vote-record.ts'
import { chainStart, nextEntry } from '../log/decide/ballot-chain.ts'

/** The sum of ballots. */
export interface Sum {
  /** Ballots of each option that has any. */
  readonly counts: ReadonlyMap<string, number>
  readonly ballots: number
}

/** The parts of a vote that every entry must fit. They do not change after the first entry. */
export interface Ballotable {
  readonly id: string
  readonly options: readonly Pick<VoteOption, 'id'>[]
  readonly maxChoices: number
  readonly changeable: boolean
}

/**
 * Adds a vote up again from its chain of ballots, and checks every link. After a fault it continues from the stored entry, so that one change is
 * one fault, and not one for each later entry.
 */
export class ChainFold {
  readonly #vote: Ballotable
  readonly #optionIds: ReadonlySet<string>
  readonly #markSeq: number
  readonly #choices = new Map<number, readonly string[]>()
  readonly #counts = new Map<string, number>()
  #voided = 0
  #head: ChainHead
  #atMark: Sum | null = null

  /** `markSeq`: the entry after which the sum is kept, to compare it with the tally that was published then. */
  constructor(sessionId: string, vote: Ballotable, markSeq: number) {
    this.#vote = vote
    this.#optionIds = new Set(vote.options.map(({ id }) => id))
    this.#markSeq = markSeq
    this.#head = chainStart(sessionId, vote.id)
    this.#keepAtMark()
  }

  /** Adds the next entry. Returns its fault, or `null`. */
  add(entry: ChainEntry): string | null {
    const fault = this.#faultOf(entry)
    const before = entry.replaces === null ? undefined : this.#choices.get(entry.replaces)
    if (entry.replaces !== null) this.#choices.delete(entry.replaces)
    this.#choices.set(entry.seq, entry.optionIds)
    if (isVoid(entry)) this.#voided += 1
    for (const id of before ?? []) this.#move(id, -1)
    for (const id of entry.optionIds) this.#move(id, 1)
    this.#head = { seq: entry.seq, hash: entry.hash }
    this.#keepAtMark()
    return fault
  }

  get head(): ChainHead {
    return this.#head
  }

  /** The sum of the entries that no later entry replaces. */
  get sum(): Sum {
    return { counts: this.#counts, ballots: this.#choices.size - this.#voided }
  }

  /** Entries by which the host voided a ballot. */
  get voided(): number {
    return this.#voided
  }

  /** The sum up to the mark; `null` when the chain does not reach it. */
  get atMark(): Sum | null {
    return this.#atMark
  }

  /** The choice of an entry that counts; `undefined` for one that does not. */
  choiceAt(seq: number): readonly string[] | undefined {
    return this.#choices.get(seq)
  }

  #faultOf(entry: ChainEntry): string | null {
    const { seq, optionIds, replaces, hash } = entry
    if (seq !== this.#head.seq + 1) return `entry ${seq} stands behind entry ${this.#head.seq}`
    if (nextEntry(this.#head, entry).hash !== hash) return `entry ${seq}: its hash is not that of its ballot and the entry before`
    if (replaces !== null && !this.#choices.has(replaces)) return `entry ${seq} takes the place of entry ${replaces}, which does not count`
    if (replaces !== null && this.#choices.get(replaces)?.length === 0)
      return `entry ${seq} takes the place of entry ${replaces}, which is voided`
    if (isVoid(entry)) return null
    if (!this.#isChoice(optionIds)) return `entry ${seq} is not a choice that this vote has`
    if (replaces !== null && !this.#vote.changeable) return `entry ${seq} changes a ballot that cannot be changed`
    return null
  }

  #isChoice(optionIds: readonly string[]): boolean {
    const isKnown = optionIds.every((id) => this.#optionIds.has(id))
    const isOnce = new Set(optionIds).size === optionIds.length
    return isKnown && isOnce && optionIds.length >= 1 && optionIds.length <= this.#vote.maxChoices
  }

  #move(optionId: string, by: number): void {
    this.#counts.set(optionId, (this.#counts.get(optionId) ?? 0) + by)
  }

  #keepAtMark(): void {
    if (this.#head.seq === this.#markSeq) this.#atMark = { ...this.sum, counts: new Map(this.#counts) }
  }
}

/** An entry that replaces a ballot and has no choice: the host voided the ballot. */
export function isVoid({ optionIds, replaces }: Pick<ChainEntry, 'optionIds' | 'replaces'>): boolean {
  return replaces !== null && optionIds.length === 0
}

/** The differences of two sums, as text: `ballots: 12 stored, 11 in the chain`. */
export function differences(options: readonly VoteOption[], left: Named, right: Named): string[] {
  const said = (what: string, ofLeft: number, ofRight: number) =>
    ofLeft === ofRight ? [] : [`${what}: ${ofLeft} ${left.name}, ${ofRight} ${right.name}`]
  const ids = new Set([...options.map(({ id }) => id), ...left.sum.counts.keys(), ...right.sum.counts.keys()])
  const labels = new Map(options.map(({ id, label }) => [id, label]))
  return [
    ...said('ballots', left.sum.ballots, right.sum.ballots),
    ...[...ids].flatMap((id) => said(`“${labels.get(id) ?? id}”`, left.sum.counts.get(id) ?? 0, right.sum.counts.get(id) ?? 0)),
  ]
}

interface Named {
  readonly name: string
  readonly sum: Sum
}
