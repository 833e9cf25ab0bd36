import { carries, type Role, type Vote } from '@guestwall/protocol'
import type { Audience, LogEvent } from '../domain/log-event.ts'
import { entryOf } from '../log/event-table.ts'
import { countsIn, GUEST_VIEW, HOST_VIEW, type View, WALL_VIEW } from '../log/decide/audience.ts'
import type { StoredVoters } from '../log/store.ts'

interface Voters {
  /** The audience of the counts now. */
  audience: Audience
  readonly guestIds: Set<string>
}

/**
 * The guests who have voted, for each vote whose results are for voters. Read with the session and updated by the log, so that every server
 * knows who may see the counts (VOTE-1).
 */
export class VoterRolls {
  readonly #rolls = new Map<string, Voters>()
  /** One view object for all guests who may see the same, so that they share its encoded frames. */
  readonly #views = new Map<string, View>()

  constructor(stored: readonly StoredVoters[]) {
    for (const { voteId, audience, guestIds } of stored) this.#rolls.set(voteId, { audience, guestIds: new Set(guestIds) })
  }

  /** Applies the next event of the log. */
  apply({ event, audience, voters = [] }: LogEvent): void {
    const effect = entryOf(event).voters
    if (effect === null) return
    if (effect === 'set' && carries(event, 'vote')) this.#setForVoters(event.data, audience)
    const roll = this.#rolls.get(countsIn(event) ?? '')
    if (roll === undefined) return
    roll.audience = audience
    // A vote whose ballots were erased has no voters any more (LIFE-3).
    if (carries(event, 'vote') && event.data.tally?.ballots === 0) roll.guestIds.clear()
    for (const guestId of voters) roll.guestIds.add(guestId)
  }

  #setForVoters({ id, results }: Vote, audience: Audience): void {
    if (results !== 'afterVoting') this.#rolls.delete(id)
    else if (!this.#rolls.has(id)) this.#rolls.set(id, { audience, guestIds: new Set() })
  }

  /** Forgets the votes that the wall no longer holds: no reader gets them. */
  retain(votes: readonly Vote[]): void {
    for (const voteId of this.#rolls.keys()) if (!votes.some(({ id }) => id === voteId)) this.#rolls.delete(voteId)
  }

  viewOf(role: Role, guestId: string): View {
    if (role === 'host' || role === 'moderator') return HOST_VIEW
    if (role === 'wall') return WALL_VIEW
    // Asked for every reader and frame.
    if (this.#rolls.size === 0) return GUEST_VIEW
    let voted: string[] | null = null
    for (const [voteId, { audience, guestIds }] of this.#rolls)
      if (audience === 'voters' && guestIds.has(guestId)) (voted ??= []).push(voteId)
    return voted === null ? GUEST_VIEW : this.#shared(voted)
  }

  #shared(voted: string[]): View {
    const key = voted.join(' ')
    let view = this.#views.get(key)
    if (view === undefined) {
      view = { role: 'guest', voted }
      this.#views.set(key, view)
    }
    return view
  }
}
