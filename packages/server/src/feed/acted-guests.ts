import { carries, type Guest, type KnownGuest, type Refusal } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { LogEvent } from '../domain/log-event.ts'
import { checkStanding } from '../log/decide/standing.ts'

/** The guests of a session on which a host has acted, as its log says (PEOPLE-2). */
export class ActedGuests {
  readonly #guests: Map<string, KnownGuest>

  constructor(guests: readonly KnownGuest[]) {
    this.#guests = new Map(guests.map((guest) => [guest.id, guest]))
  }

  /** Applies an event. Returns the guest on whom a host acted with it, or `null`. */
  apply({ event }: LogEvent): KnownGuest | null {
    if (!carries(event, 'guest')) return null
    this.#guests.set(event.data.id, event.data)
    return event.data
  }

  /** The refusal of an actor who may not read the session any more, or may not write, or `null`. */
  refusalOf({ id, role }: Pick<Actor, 'id' | 'role'>, wants: 'read' | 'write' = 'read'): Refusal | null {
    return role === 'guest' ? checkStanding(this.#guests.get(id), wants) : null
  }

  isBanned(guestId: string): boolean {
    return this.#guests.get(guestId)?.isBanned === true
  }

  /** The name of the guest: the one that a host gave, or its own. */
  nameOf({ id, name }: Guest): string {
    const guest = this.#guests.get(id)
    return guest?.isRenamed === true ? guest.name : name
  }
}
