import { type MessageStatus, refusal, type RemoveMessageBody, type WallMessage } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Random } from '../domain/ports.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { bodyHash } from './body-hash.ts'

/** Moderates messages, for a host. */
export class ModerationHandler {
  readonly #store: Store
  readonly #log: SessionLog
  readonly #random: Random

  constructor(parts: { store: Store; log: SessionLog; random: Random }) {
    this.#store = parts.store
    this.#log = parts.log
    this.#random = parts.random
  }

  /** Erases a message's body, and on request its author's name, and removes it from every screen (LOG-5). */
  async remove(actor: Actor, messageId: string, { key, eraseName = false }: RemoveMessageBody): Promise<Outcome<WallMessage>> {
    const outcome = await this.#log.append({
      kind: 'removeMessage',
      actor,
      key: key ?? this.#random.id(),
      bodyHash: eraseName ? bodyHash('removeMessage', messageId, 'eraseName') : bodyHash('removeMessage', messageId),
      messageId,
      eraseName,
    })
    if (!outcome.ok) return outcome
    return outcome.value.message === null ? refused(refusal('message_not_found')) : accepted(outcome.value.message)
  }

  /** Lists messages of the session by status, newest first. */
  async list(
    actor: Actor,
    query: { status: MessageStatus | null; before: number | null; limit: number },
  ): Promise<Outcome<{ messages: WallMessage[]; nextCursor: string | null }>> {
    const statuses: MessageStatus[] = query.status === null ? ['shown', 'pending', 'rejected'] : [query.status]
    const messages = await this.#store.readMessages(actor.sessionId, { statuses, before: query.before, limit: query.limit })
    const last = messages.length === query.limit ? messages.at(-1) : undefined
    return accepted({ messages, nextCursor: last === undefined ? null : String(last.eventId) })
  }
}
