import { type Role, WALL_VOTES } from '@guestwall/protocol'
import type { Audience, LogEvent } from '../domain/log-event.ts'
import { GUEST_VIEW, HOST_VIEW, type View, WALL_VIEW } from '../log/decide/audience.ts'
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
  apply({ event, audience, voters }: LogEvent): void {
    switch (event.type) {
      case 'vote.opened':
      case 'vote.revealed':
        if (event.data.results === 'afterVoting') this.#note(event.data.id, audience, voters, event.type === 'vote.opened')
        else this.#rolls.delete(event.data.id)
        return
      case 'vote.closed':
        // A vote that the wall no longer holds is not added again.
        if (this.#rolls.has(event.data.id)) this.#note(event.data.id, audience, voters, false)
        return
      case 'vote.tally':
        if (this.#rolls.has(event.data.voteId)) this.#note(event.data.voteId, audience, voters, false)
        return
      default:
    }
  }

  viewOf(role: Role, guestId: string): View {
    if (role === 'host') return HOST_VIEW
    if (role === 'wall') return WALL_VIEW
    let voted: string[] | null = null
    for (const [voteId, { audience, guestIds }] of this.#rolls)
      if (audience === 'voters' && guestIds.has(guestId)) (voted ??= []).push(voteId)
    return voted === null ? GUEST_VIEW : this.#shared(voted)
  }

  #note(voteId: string, audience: Audience, voters: readonly string[] | undefined, isOpened: boolean): void {
    const roll = this.#rolls.get(voteId) ?? { audience, guestIds: new Set() }
    // The vote that was opened last is the last one, as on the wall.
    if (isOpened) this.#rolls.delete(voteId)
    this.#rolls.set(voteId, roll)
    roll.audience = audience
    for (const guestId of voters ?? []) roll.guestIds.add(guestId)
    this.#trim()
  }

  /** A wall holds at most this many votes, so readers get no older one. */
  #trim(): void {
    if (this.#rolls.size > WALL_VOTES) this.#rolls.delete(this.#rolls.keys().next().value ?? '')
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
