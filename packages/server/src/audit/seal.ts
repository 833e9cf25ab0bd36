import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto'

/** The bytes before a raw Ed25519 key in its standard encodings (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** Signs documents that leave the server, so that anybody can check later whether they were changed. */
export interface Seal {
  /** Ed25519, raw, in base64url. */
  readonly publicKey: string
  /** The signature of the text in UTF-8, in base64url. */
  sign(text: string): string
}

/** Derives the seal from a secret: all servers that share the secret have the same seal, and none stores it. */
export function sealOf(secret: string): Seal {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'guestwall audit seal', 32))
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length).toString('base64url')
  return { publicKey, sign: (text) => sign(null, Buffer.from(text), key).toString('base64url') }
}

/** Whether the holder of the key signed the text. A key or signature in another encoding than ours counts as wrong. */
export function isSealed(publicKey: string, text: string, signature: string): boolean {
  const key = publicKeyOf(publicKey)
  const bytes = Buffer.from(signature, 'base64url')
  return key !== null && bytes.toString('base64url') === signature && verify(null, Buffer.from(text), key, bytes)
}

function publicKeyOf(text: string): KeyObject | null {
  const raw = Buffer.from(text, 'base64url')
  if (raw.length !== 32 || raw.toString('base64url') !== text) return null
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' })
}

/** A public key in a form that people can compare: the first 128 bits of its SHA-256, in eight groups. */
export function fingerprintOf(publicKey: string): string {
  const hash = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex')
  return (hash.slice(0, 32).match(/.{4}/g) ?? []).join(' ')
}
