import { type Session, WALL_MESSAGES, type WallMessage } from '@guestwall/protocol'
import type { Audience } from '@guestwall/server/testing'
import type { Logged, Readership } from './history.ts'

/** A message as the log tells of it. */
export interface LoggedMessage {
  readonly message: WallMessage
  readonly audience: Audience
  removedBy: number | null
}

/** The log as the database committed it, and what a wall must show at each position of it. */
export class LogModel {
  readonly events: Logged[] = []
  readonly byKey = new Map<string, LoggedMessage[]>()
  readonly #byId = new Map<string, LoggedMessage>()
  readonly #messages: LoggedMessage[] = []
  readonly #sessions: { readonly id: number; readonly session: Session }[] = []
  epoch: string | null = null

  get head(): number {
    return this.events.length
  }

  add(logged: Logged): void {
    const { event } = logged
    this.events.push(logged)
    if (event.type === 'message.created') {
      const message = { message: event.data, audience: logged.audience, removedBy: null }
      this.#messages.push(message)
      this.#byId.set(event.data.id, message)
      this.byKey.set(event.data.key, [...(this.byKey.get(event.data.key) ?? []), message])
    } else if (event.type === 'message.removed') {
      const message = this.#byId.get(event.data.id)
      if (message !== undefined) message.removedBy = event.id
    } else if (event.type === 'session.changed' || event.type === 'session.ended') {
      this.#sessions.push({ id: event.id, session: event.data })
    }
  }

  message(id: string): LoggedMessage | undefined {
    return this.#byId.get(id)
  }

  /** The session as it was at `position`, `null` when it had not changed yet. */
  sessionAt(position: number): Session | null {
    return this.#sessions.findLast(({ id }) => id <= position)?.session ?? null
  }

  /** The events of a range that this reader must see. Whether it may see a tally that is for voters, the votes' own checks know. */
  visible(from: number, to: number, audience: Readership): Logged[] {
    return this.events.slice(from, to).filter((logged) => audience === 'hosts' || logged.audience === 'everyone' || isBare(logged))
  }

  /**
   * Why `messages` is not the wall at `position`, or `null` when it is. A message that the log removed later may already be gone: a
   * replay holds it without its body (LOG-5). A long wall keeps its newest messages; what removals make room for does not come back.
   */
  whyNotWallAt(position: number, audience: Readership, messages: readonly WallMessage[]): string | null {
    const due = this.#messages.filter(({ message, audience: of, removedBy }) => {
      const isThere = message.eventId <= position && (removedBy === null || removedBy > position)
      return isThere && (audience === 'hosts' || of === 'everyone')
    })
    const lasting = due.filter(({ removedBy }) => removedBy === null)
    const shown = messages.filter(({ id }) => this.#byId.get(id)?.removedBy === null)
    for (const message of messages) {
      const logged = this.#byId.get(message.id)
      if (logged === undefined) return `the wall shows ${message.id}, which the log does not hold`
      if (!due.includes(logged)) return `the wall shows event ${message.eventId}, which at ${position} it must not`
      if (message.content !== logged.message.content) return `the wall shows event ${message.eventId} with another body`
      if (message.eventId !== logged.message.eventId) return `the wall shows event ${logged.message.eventId} as ${message.eventId}`
    }
    const room = WALL_MESSAGES - this.#messages.filter(({ removedBy }) => removedBy !== null).length
    if (shown.length < Math.min(lasting.length, room)) {
      const ids = new Set(shown.map(({ id }) => id))
      return `the wall at ${position} lacks event ${lasting.findLast(({ message }) => !ids.has(message.id))?.message.eventId}`
    }
    const tail = lasting.slice(lasting.length - shown.length)
    const at = shown.findIndex((message, index) => message.id !== tail[index]?.message.id)
    return at === -1 ? null : `the wall at ${position} shows event ${shown[at]?.eventId} where ${tail[at]?.message.eventId} belongs`
  }
}

/** A vote that everybody may know of, seen without its counts by those who may not see them. */
function isBare({ event: { type } }: Logged): boolean {
  return type === 'vote.opened' || type === 'vote.closed' || type === 'vote.revealed'
}
