import { timingSafeEqual } from 'node:crypto'
import { IdSchema, MAX_TOKEN_LENGTH, RoleSchema } from '@guestwall/protocol'
import { jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import type { Actor } from '../domain/actor.ts'
import type { Clock } from '../domain/ports.ts'

const ALGORITHM = 'HS256'
const ISSUER = 'guestwall'
const DAY_S = 24 * 60 * 60
/** Nothing revokes a credential yet, so each has an end: a host's and a wall screen's links are good for a year, and no renewal goes beyond. */
const YEAR_S = 365 * DAY_S
/** How far servers' clocks may be apart, or one wrong for a while, before anybody's credential ends early. */
const CLOCK_SKEW_S = 15 * 60

const ClaimsSchema = v.object({
  sub: IdSchema,
  sid: IdSchema,
  name: v.string(),
  role: RoleSchema,
  iat: v.number(),
  exp: v.number(),
  /** When this actor's first credential was issued. Those of earlier versions have none. */
  fst: v.optional(v.number()),
})

/** An actor with a credential, and when the first one of this actor was issued, in Unix seconds: renewals end a fixed time after it. */
export interface Holder extends Actor {
  readonly firstIssuedAt: number
}

/** Makes and checks credentials. A credential is one actor of one session. */
export interface Credentials {
  /** A first credential, or, for a holder, the next one. */
  issue(actor: Actor | Holder): Promise<string>
  /** The actor that a credential stands for, or `null` when it is not ours, not intact, or its time is over. */
  verify(token: string): Promise<Holder | null>
}

/** Credentials as signed tokens: nothing is stored, and who holds the secret can make any. */
export class Tokens implements Credentials {
  readonly #secret: Uint8Array
  readonly #guestLifeS: number
  readonly #clock: Clock

  /** `secret`: 32 bytes or more, as text. `guestLifeDays`: how long a guest's credential is good. */
  constructor(secret: string, guestLifeDays: number, clock: Clock) {
    this.#secret = new TextEncoder().encode(secret)
    this.#guestLifeS = guestLifeDays * DAY_S
    this.#clock = clock
  }

  issue(actor: Actor | Holder): Promise<string> {
    const now = Math.floor(this.#clock.wallTime() / 1000)
    // A clock that was ahead at the first issue gives nobody more time.
    const first = 'firstIssuedAt' in actor ? Math.min(actor.firstIssuedAt, now) : now
    const lifeS = actor.role === 'guest' ? this.#guestLifeS : YEAR_S
    const longestLifeS = Math.max(lifeS, YEAR_S)
    return new SignJWT({ sid: actor.sessionId, name: actor.name, role: actor.role, fst: first })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setSubject(actor.id)
      .setIssuedAt(now)
      .setExpirationTime(Math.min(now + lifeS, first + longestLifeS))
      .sign(this.#secret)
  }

  async verify(token: string): Promise<Holder | null> {
    if (token.length > MAX_TOKEN_LENGTH || !isCanonical(token)) return null
    try {
      const { payload } = await jwtVerify(token, this.#secret, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        currentDate: new Date(this.#clock.wallTime()),
        clockTolerance: CLOCK_SKEW_S,
      })
      // A credential from the future is one of a clock that was set back since. Its signature is ours, and its end is looked at.
      const claims = v.parse(ClaimsSchema, payload)
      return { sessionId: claims.sid, id: claims.sub, name: claims.name, role: claims.role, firstIssuedAt: claims.fst ?? claims.iat }
    } catch {
      return null
    }
  }
}

/**
 * Whether the signature is written the one way it can be. Base64 decoders take padding, and any value of the bits that the last
 * character has too many: then one credential could be written in several ways.
 */
function isCanonical(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1)
  return Buffer.from(signature, 'base64url').toString('base64url') === signature
}

/** Compares two secrets in a time that tells nothing of where they differ. */
export function sameSecret(left: string, right: string): boolean {
  const a = Buffer.from(left)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}
