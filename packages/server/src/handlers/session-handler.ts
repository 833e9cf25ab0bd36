import {
  BUILT_LAYOUTS,
  type ChangeSessionBody,
  type CreateSessionBody,
  type ErrorCode,
  type Moderation,
  type Refusal,
  refusal,
  type Session,
} from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import type { KeyedCommand } from '../log/decide/command.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import { prepareTexts } from './session-texts.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { bodyHash } from './body-hash.ts'
import type { CredentialHandler } from './credential-handler.ts'

/** Codes are random: even a second collision in a row is improbable. */
const CODE_TRIES = 5
/** The length of the operator's list. */
const LISTED_SESSIONS = 200

/** Creates and lists sessions for the operator; changes and ends one for its host. */
export class SessionHandler {
  readonly #store: Store
  readonly #live: LiveSessions
  readonly #log: SessionLog
  readonly #clock: Clock
  readonly #random: Random
  readonly #moderations: readonly Moderation[]
  readonly #credentials: CredentialHandler

  /** `moderations`: the values that a host may choose. */
  constructor(parts: {
    store: Store
    live: LiveSessions
    log: SessionLog
    clock: Clock
    random: Random
    moderations: readonly Moderation[]
    credentials: CredentialHandler
  }) {
    this.#store = parts.store
    this.#live = parts.live
    this.#log = parts.log
    this.#clock = parts.clock
    this.#random = parts.random
    this.#moderations = parts.moderations
    this.#credentials = parts.credentials
  }

  async create(body: CreateSessionBody): Promise<Outcome<Session>> {
    const unbuilt = this.#checkBuilt(body)
    if (unbuilt !== null) return refused(unbuilt)
    const texts = prepareTexts(body)
    if (typeof texts === 'string') return refused(refusal(texts))
    for (let attempt = 0; attempt < CODE_TRIES; attempt += 1) {
      const session: Session = {
        id: this.#random.id(),
        code: this.#random.code(),
        title: texts.title ?? '',
        subtitle: texts.subtitle ?? '',
        state: body.state ?? 'open',
        moderation: body.moderation ?? 'off',
        slowModeSeconds: body.slowModeSeconds ?? 0,
        layout: body.layout ?? 'masonry',
        theme: body.theme ?? 'linen',
        createdAt: new Date(this.#clock.wallTime()).toISOString(),
      }
      const created = { session, epoch: this.#random.id(), credentials: this.#credentials.first(session.id) }
      if (await this.#store.createSession(created)) return accepted(session)
    }
    return refused(refusal('internal', { detail: 'No free join code was found.' }))
  }

  list(): Promise<Session[]> {
    return this.#store.listSessions(LISTED_SESSIONS)
  }

  /** Finds a session by its id or its code. The route has read the code from what people type. */
  async find(idOrCode: string): Promise<Outcome<Session>> {
    const session = await this.#store.findSession(idOrCode)
    return session === null ? refused(refusal('session_not_found')) : accepted(session)
  }

  async change(actor: Actor, { key, ...change }: ChangeSessionBody): Promise<Outcome<Session>> {
    const unbuilt = this.#checkBuilt(change)
    if (unbuilt !== null) return refused(unbuilt)
    const texts = prepareTexts(change)
    if (typeof texts === 'string') return refused(refusal(texts))
    return this.#append(actor, key, bodyHash('changeSession', change), { kind: 'changeSession', change: { ...change, ...texts } })
  }

  end(actor: Actor, key: string | undefined): Promise<Outcome<Session>> {
    return this.#append(actor, key, bodyHash('endSession'), { kind: 'endSession' })
  }

  /** Refuses values that this version does not implement: accepting them would silently change nothing. */
  #checkBuilt({ moderation, layout }: Pick<CreateSessionBody, 'moderation' | 'layout'>): Refusal | null {
    return checkOneOf('moderation', moderation, this.#moderations) ?? checkOneOf('layout', layout, BUILT_LAYOUTS)
  }

  async #append(
    actor: Actor,
    key: string | undefined,
    hash: string,
    what: { kind: 'endSession' } | { kind: 'changeSession'; change: Omit<ChangeSessionBody, 'key'> },
  ): Promise<Outcome<Session>> {
    const command: KeyedCommand = { actor, key: key ?? this.#random.id(), bodyHash: hash, ...what }
    const outcome = await this.#log.append(command)
    if (!outcome.ok) return outcome
    const session = await this.#live.with(actor.sessionId, (live) => live?.session ?? null)
    return session === null ? refused(refusal('session_not_found' satisfies ErrorCode)) : accepted(session)
  }
}

function checkOneOf(field: string, value: string | undefined, built: readonly string[]): Refusal | null {
  if (value === undefined || built.includes(value)) return null
  return refusal('not_supported', { detail: `${field} ${value} is not built yet: use one of ${built.join(', ')}.` })
}
