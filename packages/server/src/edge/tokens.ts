import { timingSafeEqual } from 'node:crypto'
import { IdSchema, MAX_TOKEN_LENGTH, RoleSchema } from '@guestwall/protocol'
import { jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import type { Actor } from '../domain/actor.ts'
import type { Clock } from '../domain/ports.ts'

const ALGORITHM = 'HS256'
const ISSUER = 'guestwall'
/** How far another server's clock may be ahead of ours. */
const CLOCK_SKEW_S = 60

const ClaimsSchema = v.object({
  sub: IdSchema,
  sid: IdSchema,
  name: v.string(),
  role: RoleSchema,
  iat: v.number(),
  exp: v.number(),
})

/** Makes and checks credentials. A credential is one actor of one session. */
export interface Credentials {
  issue(actor: Actor): Promise<string>
  /** The actor that a credential stands for, or `null` when it is not ours, not intact, or its time is over. */
  verify(token: string): Promise<Actor | null>
}

/** Credentials as signed tokens: nothing is stored, and who holds the secret can make any. */
export class Tokens implements Credentials {
  readonly #secret: Uint8Array
  readonly #lifeSeconds: number
  readonly #clock: Clock

  /** `secret`: 32 bytes or more, as text. `lifeDays`: how long a credential is good. */
  constructor(secret: string, lifeDays: number, clock: Clock) {
    this.#secret = new TextEncoder().encode(secret)
    this.#lifeSeconds = lifeDays * 24 * 60 * 60
    this.#clock = clock
  }

  issue(actor: Actor): Promise<string> {
    const now = Math.floor(this.#clock.wallTime() / 1000)
    return new SignJWT({ sid: actor.sessionId, name: actor.name, role: actor.role })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setSubject(actor.id)
      .setIssuedAt(now)
      .setExpirationTime(now + this.#lifeSeconds)
      .sign(this.#secret)
  }

  async verify(token: string): Promise<Actor | null> {
    if (token.length > MAX_TOKEN_LENGTH || !isCanonical(token)) return null
    try {
      const { payload } = await jwtVerify(token, this.#secret, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        currentDate: new Date(this.#clock.wallTime()),
      })
      const claims = v.parse(ClaimsSchema, payload)
      if (claims.iat > this.#clock.wallTime() / 1000 + CLOCK_SKEW_S) return null
      return { sessionId: claims.sid, id: claims.sub, name: claims.name, role: claims.role }
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
