import {
  type ActOnMessagesBody,
  type HoldMessageBody,
  type HostMessage,
  type MessageStatus,
  refusal,
  type RejectMessageBody,
  type RemoveMessageBody,
} from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Random } from '../domain/ports.ts'
import type { CommandResult, MessageAction } from '../log/decide/command.ts'
import { startOf } from '../log/decide/message-starts.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import type { HostMessagePage, HostMessagePageQuery } from '../storage/storage.ts'
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

  /** Approves, rejects, restores, holds, pins or unpins a message (MOD-1, MOD-10). */
  async act(
    actor: Actor,
    messageId: string,
    action: MessageAction,
    { key, from }: RejectMessageBody | HoldMessageBody,
  ): Promise<Outcome<HostMessage>> {
    return messageOf(
      await this.#log.append({
        kind: 'actOnMessage',
        actor,
        key: key ?? this.#random.id(),
        bodyHash: bodyHash('actOnMessage', action, messageId, from ?? null),
        messageId,
        action,
        from,
      }),
    )
  }

  /** Approves, rejects, restores or holds those of the messages that have the status from which the action starts; returns all as they are then. */
  async actOnAll(actor: Actor, { key, action, ids, from }: ActOnMessagesBody): Promise<Outcome<readonly HostMessage[]>> {
    if (startOf({ action, from }) === null) return refused(refusal('bad_request', { detail: `${action} does not start from ${from}.` }))
    const outcome = await this.#log.append({
      kind: 'actOnMessages',
      actor,
      key: key ?? this.#random.id(),
      bodyHash: bodyHash('actOnMessages', action, ids, from ?? null),
      messageIds: ids,
      action,
      from,
    })
    return outcome.ok ? accepted(outcome.value.messages ?? []) : outcome
  }

  /** Erases a message's body, and on request its author's name, and removes it from every screen (LOG-5). */
  async remove(actor: Actor, messageId: string, { key, eraseName = false }: RemoveMessageBody): Promise<Outcome<HostMessage>> {
    return messageOf(
      await this.#log.append({
        kind: 'removeMessage',
        actor,
        key: key ?? this.#random.id(),
        bodyHash: eraseName ? bodyHash('removeMessage', messageId, 'eraseName') : bodyHash('removeMessage', messageId),
        messageId,
        eraseName,
      }),
    )
  }

  /** Lists messages of the session by status: newest first, or with `after` oldest first. */
  async list(actor: Actor, query: ListQuery): Promise<Outcome<HostMessagePage & { nextCursor: string | null }>> {
    const { status, limit } = query
    const statuses: MessageStatus[] = status === null ? ['shown', 'pending', 'rejected', 'private'] : [status]
    const page = await this.#store.readHostMessages(actor.sessionId, { ...query, statuses })
    const last = page.messages.length === limit ? page.messages.at(-1) : undefined
    return accepted({ ...page, nextCursor: last === undefined ? null : String(last.eventId) })
  }
}

interface ListQuery extends Pick<HostMessagePageQuery, 'before' | 'after' | 'limit'> {
  readonly status: MessageStatus | null
}

function messageOf(outcome: Outcome<CommandResult>): Outcome<HostMessage> {
  if (!outcome.ok) return outcome
  return outcome.value.message === null ? refused(refusal('message_not_found')) : accepted(outcome.value.message)
}
