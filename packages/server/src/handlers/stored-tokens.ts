import { createHmac } from 'node:crypto'

/** 16 bytes: 128 bits that cannot be guessed. */
const TOKEN_BYTES = 16
/** 12 bytes, as the server's other ids. */
const ID_LENGTH = 16
const FORM = /^[A-Za-z0-9_-]{22}$/

/**
 * The short tokens of named credentials. A token follows from its credential and the servers' secret, so that a repeated command gets the first
 * answer (SEND-1) and no token is stored. Its hash needs the secret too: with another secret no stored token is valid.
 */
export class StoredTokens {
  readonly #secret: string

  /** `secret`: shared by all servers of one database. */
  constructor(secret: string) {
    this.#secret = secret
  }

  /** Whether a token has this form. A signed one is longer. */
  static hasForm(token: string): boolean {
    return FORM.test(token)
  }

  /** The id of the credential that a command with this key creates. */
  idOf(sessionId: string, actorId: string, key: string): string {
    return this.#digest('id', sessionId, actorId, key).toString('base64url').slice(0, ID_LENGTH)
  }

  tokenOf(sessionId: string, credentialId: string): string {
    return this.#digest('token', sessionId, credentialId).subarray(0, TOKEN_BYTES).toString('base64url')
  }

  hashOf(token: string): string {
    return this.#digest('hash', token).toString('base64url')
  }

  #digest(...parts: readonly string[]): Buffer {
    return createHmac('sha256', this.#secret).update(JSON.stringify(parts)).digest()
  }
}
