import {
  type ActOnSessionBody,
  type ChangeSessionBody,
  type CreateSessionBody,
  type FilterEffect,
  filterWith,
  type Moderation,
  OCCASION_DEFAULTS,
  type Refusal,
  refusal,
  type Session,
  SESSION_ACTS,
} from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { OPERATOR } from '../domain/credential-record.ts'
import type { KeyedCommand } from '../log/decide/command.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import { prepareTexts } from './session-texts.ts'
import type { LiveSessions } from '../feed/live-sessions.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { bodyHash } from './body-hash.ts'
import type { CredentialHandler } from './credential-handler.ts'
import type { LookHandler } from './look-handler.ts'

/** Codes are random: even a second collision in a row is improbable. */
const CODE_TRIES = 5
/** The operator's name in the log of a copied session. */
const OPERATOR_NAME = 'Operator'
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
  readonly #looks: LookHandler

  /** `moderations`: the values that a host may choose. */
  constructor(parts: {
    store: Store
    live: LiveSessions
    log: SessionLog
    clock: Clock
    random: Random
    moderations: readonly Moderation[]
    credentials: CredentialHandler
    looks: LookHandler
  }) {
    this.#store = parts.store
    this.#live = parts.live
    this.#log = parts.log
    this.#clock = parts.clock
    this.#random = parts.random
    this.#moderations = parts.moderations
    this.#credentials = parts.credentials
    this.#looks = parts.looks
  }

  async create(body: CreateSessionBody): Promise<Outcome<Session>> {
    const unbuilt = this.#checkBuilt(body)
    if (unbuilt !== null) return refused(unbuilt)
    const texts = prepareTexts(body)
    if (typeof texts === 'string') return refused(refusal(texts))
    const source = body.copyOf === undefined ? null : await this.#store.findSession(body.copyOf)
    if (source === null && body.copyOf !== undefined) return refused(refusal('session_not_found'))
    const occasion = body.occasion ?? source?.occasion
    const defaults = source ?? { slowModeSeconds: 0, layout: 'masonry', subtitle: '', ...OCCASION_DEFAULTS[occasion ?? 'wedding'] }
    const privateWishes = body.privateWishes ?? defaults.privateWishes
    const reactions = body.reactions ?? defaults.reactions
    const retentionDays = body.retentionDays ?? source?.retentionDays
    const photos = body.photos ?? source?.photos
    for (let attempt = 0; attempt < CODE_TRIES; attempt += 1) {
      const session: Session = {
        id: this.#random.id(),
        code: this.#random.code(),
        title: texts.title ?? '',
        subtitle: texts.subtitle ?? defaults.subtitle,
        state: body.state ?? (body.opensAt === undefined ? 'open' : 'scheduled'),
        moderation: body.moderation ?? defaults.moderation,
        slowModeSeconds: body.slowModeSeconds ?? defaults.slowModeSeconds,
        layout: body.layout ?? defaults.layout,
        theme: body.theme ?? defaults.theme,
        ...(occasion === undefined ? {} : { occasion }),
        ...(body.opensAt === undefined || body.state === 'open' ? {} : { opensAt: body.opensAt }),
        ...(retentionDays === undefined ? {} : { retentionDays }),
        ...(photos === undefined ? {} : { photos }),
        ...(privateWishes === undefined ? {} : { privateWishes }),
        ...(reactions === undefined ? {} : { reactions }),
        createdAt: new Date(this.#clock.wallTime()).toISOString(),
      }
      const created = { session, epoch: this.#random.id(), credentials: this.#credentials.first(session.id) }
      if (!(await this.#store.createSession(created))) continue
      return source === null && body.filter === undefined ? accepted(session) : this.#furnish(session, source, body.filter)
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
    const outcome = await this.#log.append({
      kind: 'changeSession',
      actor,
      key: key ?? this.#random.id(),
      bodyHash: bodyHash('changeSession', change),
      change: { ...change, ...texts },
    })
    if (!outcome.ok) return outcome
    return outcome.value.session === undefined ? refused(refusal('session_not_found')) : accepted(outcome.value.session)
  }

  end(actor: Actor, key: string | undefined): Promise<Outcome<Session>> {
    return this.act(actor, { key, act: 'end' })
  }

  /** An act on the session (LIFE-1). A long rehearsal is erased in several transactions: each one that leaves some of it is followed by another. */
  async act(actor: Actor, { key = this.#random.id(), act, from }: ActOnSessionBody): Promise<Outcome<Session>> {
    const hash = bodyHash('actOnSession', act, from ?? '')
    for (let part = 0; ; part += 1) {
      const partKey = part === 0 ? key : `${key}.${part}`
      const outcome = await this.#log.append({ kind: 'actOnSession', actor, key: partKey, bodyHash: hash, act, from })
      if (!outcome.ok) return outcome
      const { session, isReplay } = outcome.value
      if (session === undefined) return refused(refusal('session_not_found'))
      if (isReplay || session.state === SESSION_ACTS[act].to) return accepted(session)
    }
  }

  /** Copies the settings of moderation, the votes, as drafts, and the look of another session into a new one (LIFE-6), and sets its filter. */
  async #furnish(session: Session, source: Session | null, filter: FilterEffect | undefined): Promise<Outcome<Session>> {
    const actor: Actor = { sessionId: session.id, id: OPERATOR, name: OPERATOR_NAME, role: 'host' }
    const copied = source === null ? null : await this.#live.with(source.id, (live) => live?.settings ?? null)
    const votes = source === null ? [] : await this.#store.readVotes(source.id)
    const settings = filter === undefined ? copied : { ...copied, filter: filterWith(filter) }
    const commands: KeyedCommand[] = votes.map((vote) => ({
      kind: 'createVote',
      actor,
      key: `copy-${vote.id}`,
      bodyHash: bodyHash('copy', vote.id),
      draft: { ...vote, options: vote.options.map(({ label }) => label) },
    }))
    if (settings !== null)
      commands.push({ kind: 'changeSettings', actor, key: 'first-settings', bodyHash: '', change: settings, isFirst: true })
    const outcomes = await Promise.all(commands.map((command) => this.#log.append(command)))
    const failed = outcomes.find(({ ok }) => !ok)
    if (failed?.ok === false) return failed
    if (source?.look === undefined) return accepted(session)
    await this.#looks.copy(source, actor)
    return this.find(session.id)
  }

  /** Refuses values that this version does not implement: accepting them would silently change nothing. */
  #checkBuilt({ moderation }: Pick<CreateSessionBody, 'moderation'>): Refusal | null {
    if (moderation === undefined || this.#moderations.includes(moderation)) return null
    return refusal('not_supported', { detail: `moderation ${moderation} is not built yet: use one of ${this.#moderations.join(', ')}.` })
  }
}
