import {
  type GuestActionBody,
  type HostGuests,
  type KnownGuest,
  MAX_REASON_GRAPHEMES,
  prepareLine,
  prepareName,
  type Refusal,
  refusal,
  type RenameGuestBody,
  type UnbanGuestBody,
} from '@guestwall/protocol'
import type { Presence } from '../cluster/presence/presence.ts'
import type { Actor } from '../domain/actor.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Random } from '../domain/ports.ts'
import type { GuestAct, RequestOf } from '../log/decide/command.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { bodyHash } from './body-hash.ts'

/** The acts without a text of their own. */
export type PlainGuestAct = Exclude<GuestAct, object>

type GuestRequest = RequestOf<'actOnGuest' | 'clearGuest'>

/** Lists the guests of a session for its host, and carries out the host's acts on them. */
export class GuestHandler {
  readonly #store: Store
  readonly #log: SessionLog
  readonly #presence: Presence
  readonly #random: Random

  constructor(parts: { store: Store; log: SessionLog; presence: Presence; random: Random }) {
    this.#store = parts.store
    this.#log = parts.log
    this.#presence = parts.presence
    this.#random = parts.random
  }

  /** A page of guests, the newest first. `query`: a part of the name. */
  async list(
    { sessionId }: Actor,
    { cursor, limit, query }: { cursor: string | null; limit: number; query: string | null },
  ): Promise<Outcome<HostGuests>> {
    const listed = await this.#store.readGuests(sessionId, { before: cursor, name: query?.trim() ?? '', limit })
    const ids = listed.map(({ guest }) => guest.id)
    const online = await this.#presence.whichOnline(sessionId, ids)
    const guests = listed.map(({ guest, messages }) => ({ ...guest, isOnline: online.has(guest.id), messages }))
    return accepted({ guests, nextCursor: ids.length === limit ? (ids.at(-1) ?? null) : null })
  }

  async act(actor: Actor, guestId: string, act: PlainGuestAct, body: GuestActionBody | UnbanGuestBody): Promise<Outcome<KnownGuest>> {
    const reason = reasonOf(body)
    if (isRefusal(reason)) return refused(reason)
    const restoreMessages = 'restoreMessages' in body && body.restoreMessages === true
    const undo = restoreMessages ? { restoreMessages } : {}
    return guestIn(await this.#append(actor, body, { kind: 'actOnGuest', guestId, act, reason, ...undo }))
  }

  async rename(actor: Actor, guestId: string, body: RenameGuestBody): Promise<Outcome<KnownGuest>> {
    const reason = reasonOf(body)
    if (isRefusal(reason)) return refused(reason)
    const name = prepareName(body.guestName)
    if (!name.ok) return refused(refusal(name.code))
    return guestIn(await this.#append(actor, body, { kind: 'actOnGuest', guestId, act: { rename: name.text }, reason }))
  }

  /** Rejects or erases every message of a guest. `changed`: how many there were. */
  async clear(
    actor: Actor,
    guestId: string,
    how: 'reject' | 'remove',
    body: GuestActionBody,
  ): Promise<Outcome<{ guest: KnownGuest; changed: number }>> {
    const outcome = await this.#append(actor, body, { kind: 'clearGuest', guestId, how })
    if (!outcome.ok) return outcome
    const { guest, changed = 0 } = outcome.value
    return guest === undefined ? refused(refusal('guest_not_found')) : accepted({ guest, changed })
  }

  #append(actor: Actor, { key }: GuestActionBody, request: GuestRequest) {
    const command = { actor, key: key ?? this.#random.id(), bodyHash: bodyHash(request.kind, request), ...request }
    return this.#log.append(command)
  }
}

function guestIn(outcome: Awaited<ReturnType<SessionLog['append']>>): Outcome<KnownGuest> {
  if (!outcome.ok) return outcome
  const { guest } = outcome.value
  return guest === undefined ? refused(refusal('guest_not_found')) : accepted(guest)
}

/** The reason in the form that is stored, `null` without one, or why it is refused. */
function reasonOf({ reason = '' }: GuestActionBody): string | null | Refusal {
  if (reason.trim() === '') return null
  const line = prepareLine(reason, MAX_REASON_GRAPHEMES)
  return line.ok ? line.text : refusal(line.code)
}

function isRefusal(value: string | null | Refusal): value is Refusal {
  return typeof value === 'object' && value !== null
}
