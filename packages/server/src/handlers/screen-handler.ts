import { type Credential, type PairScreenBody, parseCode, refusal, type Screen } from '@guestwall/protocol'
import type { Limits } from '../cluster/limits/limits.ts'
import type { Rate } from '../cluster/limits/rate-limit.ts'
import type { Actor } from '../domain/actor.ts'
import { type Outcome, accepted, refused } from '../domain/outcome.ts'
import type { Clock, Random } from '../domain/ports.ts'
import type { StoredTokens } from './stored-tokens.ts'
import type { Store } from '../log/store.ts'
import type { CredentialHandler } from './credential-handler.ts'

/** A code on a screen is valid for this long; then the screen gets another one. */
const CODE_MS = 10 * 60_000
/** Codes that a session may try: ten at once, then one in five seconds. To find one of a thousand screens takes some fifty days of that. */
const TRIES: Rate = { perSecond: 0.2, burst: 10 }
/** New codes of the whole server. Each is a row for ten minutes, made by somebody without a credential. */
const NEW_CODES: Rate = { perSecond: 20, burst: 100 }
/** The name under which the limit of new codes is kept: it belongs to no session. */
const ALL_SCREENS = 'screens'
const RETRY_MS = 1_000

/** Screens without a session: each shows a code, and a host who types the code pairs it. Any server answers for any screen, through the store. */
export class ScreenHandler {
  readonly #store: Store
  readonly #credentials: CredentialHandler
  readonly #tokens: StoredTokens
  readonly #limits: Limits
  readonly #clock: Clock
  readonly #random: Random

  constructor(parts: {
    store: Store
    credentials: CredentialHandler
    tokens: StoredTokens
    limits: Limits
    clock: Clock
    random: Random
  }) {
    this.#store = parts.store
    this.#credentials = parts.credentials
    this.#tokens = parts.tokens
    this.#limits = parts.limits
    this.#clock = parts.clock
    this.#random = parts.random
  }

  /** The state of the screen with this secret. A screen that is not known yet gets a code. */
  async show(secret: string): Promise<Outcome<Screen>> {
    const secretHash = this.#tokens.hashOf(secret)
    const known = await this.#store.findCredential(secretHash)
    if (known !== null) {
      const { sessionId, record } = known
      return accepted(record.revokedAt === null ? { state: 'paired', session: sessionId } : { state: 'revoked' })
    }
    const nowMs = this.#clock.wallTime()
    const present = await this.#store.findPairing(secretHash, nowMs)
    if (present !== null) return accepted(waiting(present, nowMs))
    const waitMs = await this.#limits.tryConsume(ALL_SCREENS, 'codes', NEW_CODES)
    if (waitMs > 0) return refused(refusal('rate_limited', { retryAfterMs: waitMs }))
    const opened = await this.#store.openPairing({ code: this.#random.code(), secretHash, endsAtMs: nowMs + CODE_MS }, nowMs)
    return opened === null ? refused(refusal('unavailable', { retryAfterMs: RETRY_MS })) : accepted(waiting(opened, nowMs))
  }

  /** Gives the screen with this code to the session. A repeated request finds the screen again, and makes nothing twice. */
  async pair(actor: Actor, { key, code, name }: PairScreenBody): Promise<Outcome<Credential>> {
    const waitMs = await this.#limits.tryConsume(actor.sessionId, 'screen codes', TRIES)
    if (waitMs > 0) return refused(refusal('rate_limited', { retryAfterMs: waitMs }))
    const canonical = parseCode(code)
    const secretHash = canonical === null ? null : await this.#store.claimPairing(canonical, actor.sessionId, this.#clock.wallTime())
    if (secretHash === null) return refused(refusal('not_found', { detail: 'No screen shows this code now.' }))
    const credentialId = this.#tokens.idOf(actor.sessionId, 'screen', secretHash)
    return this.#credentials.createFor(actor, key, { credentialId, name, role: 'wall', tokenHash: secretHash })
  }
}

function waiting({ code, endsAtMs }: { readonly code: string; readonly endsAtMs: number }, nowMs: number): Screen {
  return { state: 'waiting', code, renewInMs: endsAtMs - nowMs }
}
