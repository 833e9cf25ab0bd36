import { carriedMessage, isErased, MAX_PLACES, messageChange } from '@guestwall/protocol'
import type { LogEvent } from '../domain/log-event.ts'

/** A message that is on the wall now, as far as its author is to be told where it is. */
export interface OwnMessage {
  readonly id: string
  /** Its position in the log, by which a screen names what waits. */
  readonly eventId: number
}

/** The newest messages of a session that are remembered: more than wait on any screen. */
const MAX_MESSAGES = 10_000

/** The newest messages of each guest that are on the wall, by the events of the log. */
export class OwnMessages {
  /** The author and the position of each message, the newest one last. */
  readonly #messages = new Map<string, OwnMessage & { readonly guestId: string }>()
  /** Oldest first. */
  readonly #byGuest = new Map<string, OwnMessage[]>()

  /** A message that waits, was rejected, or is the author's and the host's alone is not on the wall. */
  apply({ event }: LogEvent): void {
    const message = carriedMessage(event)
    if (message !== null) {
      if (message.status !== 'shown' || isErased(message)) this.#drop(message.id)
      else if (!this.#messages.has(message.id)) this.#add(message)
      return
    }
    const changed = messageChange(event)
    if (changed?.change.status !== undefined && changed.change.status !== 'shown') this.#drop(changed.id)
  }

  /** At most `MAX_PLACES`. */
  of(guestId: string): readonly OwnMessage[] {
    return this.#byGuest.get(guestId) ?? []
  }

  #add({ id, eventId, guestId }: OwnMessage & { readonly guestId: string }): void {
    this.#messages.set(id, { id, eventId, guestId })
    const own = [...this.of(guestId), { id, eventId }]
    if (own.length > MAX_PLACES) this.#drop((own[0] as OwnMessage).id)
    this.#byGuest.set(guestId, own.slice(-MAX_PLACES))
    if (this.#messages.size > MAX_MESSAGES) this.#drop(this.#messages.keys().next().value as string)
  }

  #drop(id: string): void {
    const message = this.#messages.get(id)
    if (message === undefined) return
    this.#messages.delete(id)
    const rest = this.of(message.guestId).filter((other) => other.id !== id)
    if (rest.length === 0) this.#byGuest.delete(message.guestId)
    else this.#byGuest.set(message.guestId, rest)
  }
}
