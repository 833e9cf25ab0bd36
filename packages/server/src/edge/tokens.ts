import { createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { IdSchema, MAX_TOKEN_LENGTH, RoleSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import type { Actor } from '../domain/actor.ts'
import type { Clock } from '../domain/ports.ts'
import { signClaims, verifiedClaims } from './signed-claims.ts'

const ISSUER = 'guestwall'
const DAY_S = 24 * 60 * 60
/** Signed credentials cannot be revoked, so each expires: those that an earlier version gave hosts and wall screens after a year, and no renewal extends that. */
const YEAR_S = 365 * DAY_S
/** The clock difference between servers that shortens no credential. */
const CLOCK_SKEW_S = 15 * 60

const ClaimsSchema = v.object({
  iss: v.literal(ISSUER),
  sub: IdSchema,
  sid: IdSchema,
  name: v.string(),
  role: RoleSchema,
  iat: v.number(),
  exp: v.number(),
  nbf: v.optional(v.number()),
  /** When this actor's first credential was issued. Credentials of earlier versions have no such claim. */
  fst: v.optional(v.number()),
  /** How a guest came, where it was not by the link. */
  src: v.optional(v.string()),
})

/** A credential that was signed less than this ago is as good as a new one: a guest who joins and then connects, or connects again, needs no other. */
const YOUNG_S = 60 * 60

/** An actor with a credential, and the time of its first credential in Unix seconds: renewals end a fixed time after that. */
export interface Holder extends Actor {
  readonly firstIssuedAt: number
  /** When this credential was signed, in Unix seconds; absent where it is not signed. */
  readonly issuedAt?: number
}

/** Issues and verifies credentials. A credential stands for one actor of one session. */
export interface Credentials {
  /** Issues a first credential, or renews the credential of a holder. */
  issue(actor: Actor | Holder): Promise<string>
  /** Returns the actor of a credential, or `null` if the credential is foreign, changed or expired. */
  verify(token: string): Promise<Holder | null>
}

/** Credentials as signed tokens. Nothing is stored; anyone with the secret can sign any. */
export class Tokens implements Credentials {
  readonly #secret: KeyObject
  readonly #guestValidS: number
  readonly #clock: Clock

  /** `secret`: 32 bytes or more, as text. `guestDays`: how long a guest's credential is valid. */
  constructor(secret: string, guestDays: number, clock: Clock) {
    this.#secret = createSecretKey(secret, 'utf8')
    this.#guestValidS = guestDays * DAY_S
    this.#clock = clock
  }

  issue(actor: Actor | Holder): Promise<string> {
    const now = Math.floor(this.#clock.wallTime() / 1000)
    // A first issue in the future, by a clock that was ahead, must not extend the time.
    const first = 'firstIssuedAt' in actor ? Math.min(actor.firstIssuedAt, now) : now
    const validS = actor.role === 'guest' ? this.#guestValidS : YEAR_S
    const longestS = Math.max(validS, YEAR_S)
    const claims = { sid: actor.sessionId, name: actor.name, role: actor.role, fst: first, src: actor.source }
    const times = { iat: now, exp: Math.min(now + validS, first + longestS) }
    return Promise.resolve(signClaims({ ...claims, iss: ISSUER, sub: actor.id, ...times }, this.#secret))
  }

  verify(token: string): Promise<Holder | null> {
    return Promise.resolve(this.#verified(token))
  }

  #verified(token: string): Holder | null {
    if (token.length > MAX_TOKEN_LENGTH) return null
    const { success, output: claims } = v.safeParse(ClaimsSchema, verifiedClaims(token, this.#secret))
    if (!success || !isInTime(claims, Math.floor(this.#clock.wallTime() / 1000))) return null
    const source = claims.src === undefined ? {} : { source: claims.src }
    return {
      sessionId: claims.sid,
      id: claims.sub,
      name: claims.name,
      role: claims.role,
      firstIssuedAt: claims.fst ?? claims.iat,
      issuedAt: claims.iat,
      ...source,
    }
  }
}

/** Whether a credential that was signed at `issuedAt` need not be signed anew: its holder loses less than an hour of its time. */
export function isYoung({ issuedAt }: Pick<Holder, 'issuedAt'>, wallMs: number): boolean {
  const ageS = issuedAt === undefined ? Number.POSITIVE_INFINITY : Math.floor(wallMs / 1000) - issuedAt
  return ageS >= 0 && ageS < YOUNG_S
}

/** A credential from the future was issued before the clock was set back: its first second is not compared, except where it names one to begin with. */
function isInTime({ exp, nbf = 0 }: { readonly exp: number; readonly nbf?: number | undefined }, now: number): boolean {
  return exp > now - CLOCK_SKEW_S && nbf <= now + CLOCK_SKEW_S
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameSecret(left: string, right: string): boolean {
  const a = Buffer.from(left)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}
