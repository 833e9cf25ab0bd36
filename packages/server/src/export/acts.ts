import { carries, type KnownGuest, messageChange, type Session, type Vote, type WallEvent } from '@guestwall/protocol'
import type { LogEvent } from '../domain/log-event.ts'
import type { Details } from './cells.ts'
import { screenActs, type ScreenActName } from './screen-acts.ts'
import { sessionAct, type SessionActName, sessionDetails } from './session-acts.ts'

export type ActName =
  | `message.${'posted' | 'approved' | 'rejected' | 'restored' | 'held' | 'removed' | 'pinned' | 'unpinned'}`
  | `guest.${'changed' | 'renamed' | 'muted' | 'unmuted' | 'removed' | 'letBackIn' | 'banned' | 'unbanned'}`
  | `vote.${'created' | 'changed' | 'opened' | 'closed' | 'revealed' | 'hidden' | 'shown' | 'withdrawn' | 'removed' | 'ballotsVoided'}`
  | SessionActName
  | `credential.${'created' | 'revoked'}`
  | 'settings.changed'
  | 'tables.changed'
  | ScreenActName

/** An act of a host, helper or screen, as the activity log has it. It never has the text of a message. */
export interface Act {
  readonly eventId: number
  readonly at: string
  /** `null`: the act is older than the record of names. */
  readonly by: { readonly id: string; readonly name: string } | null
  /** An `ActName`, or the type of an event that has none. */
  readonly act: string
  /** `name`: the guest's, the vote's question, the credential's; a message has the name of its author, which is looked up later. */
  readonly target: { readonly kind: string; readonly id: string; readonly name: string } | null
  readonly reason: string | null
  readonly details: Details | null
}

/**
 * Reads the acts out of a log, event after event. An event says what is so now; the act is the difference from what was so before, which this remembers
 * of rejected messages, of guests on whom a host acted, and of votes.
 */
export class ActReader {
  readonly #rejected = new Set<string>()
  readonly #guests = new Map<string, KnownGuest>()
  readonly #votes = new Map<string, Vote>()
  /** The names of credentials. */
  readonly #names = new Map<string, string>()
  #session: Partial<Session> = {}
  #tables: string | undefined
  /** An act that the next event may turn out to be a part of. */
  #waiting: Act | null = null

  /** The acts that are known with this event. */
  read({ event, by }: LogEvent): Act[] {
    const waiting = this.#waiting
    this.#waiting = null
    const before = waiting === null || isPartOf(waiting, event) ? [] : [waiting]
    const common = {
      eventId: event.id,
      at: event.at,
      by: carries(event, 'guest') ? event.data.by : (by ?? null),
      target: this.#targetOf(event),
      reason: carries(event, 'guest') ? event.data.reason : null,
    }
    if (event.type === 'screen.changed') {
      // A large message that leaves by itself is no act.
      return by === undefined ? before : [...before, ...screenActs(event.data.change).map((act) => ({ ...common, ...act }))]
    }
    const name = isWithdrawal(waiting, event) ? 'vote.withdrawn' : this.#nameOf(event, by !== undefined)
    if (name === null) {
      this.#remember(event)
      return before
    }
    const act: Act = { ...common, act: name, details: this.#detailsOf(event) }
    this.#remember(event)
    if (!BEGINNINGS.includes(event.type)) return [...before, act]
    this.#waiting = act
    return before
  }

  /** The act that waited for one more event. */
  end(): Act[] {
    return this.#waiting === null ? [] : [this.#waiting]
  }

  /** `null`: the event is no act. An event of another type is an act of that name where somebody signed it. */
  #nameOf(event: Exclude<WallEvent, { type: 'screen.changed' }>, isSigned: boolean): Act['act'] | null {
    switch (event.type) {
      case 'message.created':
        return isSigned ? 'message.posted' : null
      case 'message.shown':
        return this.#rejected.has(event.data.id) ? 'message.restored' : 'message.approved'
      case 'guest.changed':
        return guestAct(this.#guests.get(event.data.id), event.data)
      case 'guest.renamed':
      case 'guest.removed':
        // They only accompany guest.changed.
        return null
      case 'vote.created':
        return this.#votes.has(event.data.id) ? 'vote.changed' : 'vote.created'
      case 'vote.revealed':
        return this.#revealAct(event.data)
      case 'vote.tally':
        return isSigned ? 'vote.ballotsVoided' : null
      case 'credential.changed':
        return event.data.revokedAt === null ? 'credential.created' : 'credential.revoked'
      case 'message.held':
      case 'message.rejected':
      case 'message.removed':
      case 'message.pinned':
      case 'message.unpinned':
      case 'vote.opened':
      case 'vote.closed':
      case 'vote.shown':
      case 'vote.removed':
        return event.type
      case 'settings.changed':
        // The settings with which a session is created are nobody's act.
        if (!isSigned) return null
        return event.data.tables === this.#tables ? event.type : 'tables.changed'
      case 'session.changed':
      case 'session.ended':
        return sessionAct(this.#session, event.data)
      default:
        return isSigned ? (event as WallEvent).type : null
    }
  }

  #revealAct({ id, revealed }: Vote): ActName {
    if (revealed === this.#votes.get(id)?.revealed) return 'vote.changed'
    return revealed === true ? 'vote.revealed' : 'vote.hidden'
  }

  #targetOf(event: WallEvent): Act['target'] {
    if (carries(event, 'guest')) return { kind: 'guest', id: event.data.id, name: event.data.name }
    if (carries(event, 'session')) return { kind: 'session', id: event.data.id, name: event.data.title }
    if (carries(event, 'vote')) return { kind: 'vote', id: event.data.id, name: event.data.question }
    if (carries(event, 'tally')) {
      const { voteId } = event.data
      return { kind: 'vote', id: voteId, name: this.#votes.get(voteId)?.question ?? '' }
    }
    if (event.type === 'credential.changed') return { kind: 'credential', id: event.data.id, name: event.data.name }
    if (event.type === 'screen.changed') {
      const { screenId: id } = event.data
      return id === null ? null : { kind: 'screen', id, name: this.#names.get(id) ?? FIRST_SCREEN }
    }
    if (event.type === 'vote.removed') return { kind: 'vote', id: event.data.id, name: this.#votes.get(event.data.id)?.question ?? '' }
    const message = messageChange(event)
    return message === null ? null : { kind: 'message', id: message.id, name: '' }
  }

  #detailsOf(event: WallEvent): Details | null {
    if (event.type === 'credential.changed') return { role: event.data.role }
    return carries(event, 'session') ? sessionDetails(this.#session, event.data) : null
  }

  #remember(event: WallEvent): void {
    if (event.type === 'message.rejected') this.#rejected.add(event.data.id)
    if (event.type === 'message.shown' || event.type === 'message.held' || event.type === 'message.removed')
      this.#rejected.delete(event.data.id)
    if (carries(event, 'guest')) this.#guests.set(event.data.id, event.data)
    if (carries(event, 'vote')) this.#votes.set(event.data.id, event.data)
    if (event.type === 'credential.changed') this.#names.set(event.data.id, event.data.name)
    if (carries(event, 'session')) this.#session = event.data
    if (event.type === 'settings.changed') this.#tables = event.data.tables
  }
}

/** The credential of a session's first screen is older than its log. */
const FIRST_SCREEN = 'Screen'
/** Acts that may be the beginning of another one. */
const BEGINNINGS: readonly WallEvent['type'][] = ['vote.tally', 'message.rejected', 'vote.removed']

/** The last tally of a vote is a part of its close, no voiding of ballots; a message that goes back to those that wait is rejected first. */
function isPartOf(waiting: Act, event: WallEvent): boolean {
  if (isWithdrawal(waiting, event)) return true
  return (event.type === 'vote.closed' || event.type === 'message.held') && event.data.id === waiting.target?.id
}

/** A vote that becomes a draft again is taken away from guests first. */
function isWithdrawal(waiting: Act | null, event: WallEvent): boolean {
  return event.type === 'vote.created' && waiting?.act === 'vote.removed' && event.data.id === waiting.target?.id
}

/** A ban removes as well, and its undo lets the guest in again. */
function guestAct(before: KnownGuest | undefined, now: KnownGuest): ActName {
  if (now.isBanned !== (before?.isBanned ?? false)) return now.isBanned ? 'guest.banned' : 'guest.unbanned'
  if (now.isRemoved !== (before?.isRemoved ?? false)) return now.isRemoved ? 'guest.removed' : 'guest.letBackIn'
  if (now.isMuted !== (before?.isMuted ?? false)) return now.isMuted ? 'guest.muted' : 'guest.unmuted'
  return now.name !== before?.name && now.isRenamed ? 'guest.renamed' : 'guest.changed'
}
