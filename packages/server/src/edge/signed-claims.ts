import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'

/** The form of a JSON Web Token (RFC 7519) with HMAC-SHA-256, in the compact serialization of RFC 7515. */
const ALGORITHM = 'HS256'
const HEADER = encoded({ alg: ALGORITHM })
/** No extension that must be understood is understood. */
const HeaderSchema = v.object({ alg: v.literal(ALGORITHM), crit: v.optional(v.never()) })

/** Signs on this thread: a hand-over to another one costs several times the signature. */
export function signClaims(claims: object, secret: KeyObject): string {
  const signed = `${HEADER}.${encoded(claims)}`
  return `${signed}.${signatureOf(signed, secret)}`
}

/** The claims of a token that was signed with the secret; `null` otherwise. Of each signature exactly one spelling is accepted. */
export function verifiedClaims(token: string, secret: KeyObject): unknown {
  const [header, claims, signature, ...rest] = token.split('.')
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) return null
  const given = Buffer.from(signature)
  const expected = Buffer.from(signatureOf(`${header}.${claims}`, secret))
  // Text is compared, not bytes: decoders accept padding and ignore spare bits of the last character.
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return header === HEADER || v.is(HeaderSchema, decoded(header)) ? decoded(claims) : null
}

function signatureOf(signed: string, secret: KeyObject): string {
  return createHmac('sha256', secret).update(signed).digest('base64url')
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return null
  }
}
