import type { Actor } from '../domain/actor.ts'
import type { SessionCredential } from '../domain/credential-record.ts'
import type { Clock } from '../domain/ports.ts'
import type { Store } from '../log/store.ts'
import type { CredentialUses } from '../handlers/credential-uses.ts'
import { StoredTokens } from '../handlers/stored-tokens.ts'
import type { Credentials, Holder } from './tokens.ts'

/**
 * A credential that was read is trusted for this long: a revoked one is refused everywhere within a second, also where nothing reads its session
 * (CRED-3).
 */
const TRUSTED_MS = 500
/** Bounds the memory; far fewer are used within that time. */
const REMEMBERED = 10_000

interface Read {
  readonly atMs: number
  readonly found: Promise<SessionCredential | null>
}

interface SessionCredentialsParts {
  /** The signed credentials: those of guests, and of hosts and screens by an earlier version. */
  readonly signed: Credentials
  readonly tokens: StoredTokens
  readonly uses: CredentialUses
  readonly store: Pick<Store, 'findCredential'>
  readonly clock: Clock
}

/** Every credential of a session: the signed ones, and the named ones in the table. */
export class SessionCredentials implements Credentials {
  readonly #parts: SessionCredentialsParts
  /** By the hash of the token, in the order of reading. */
  readonly #reads = new Map<string, Read>()

  constructor(parts: SessionCredentialsParts) {
    this.#parts = parts
  }

  issue(actor: Actor | Holder): Promise<string> {
    return this.#parts.signed.issue(actor)
  }

  /** Rejects when the store does not answer for a named credential. */
  async verify(token: string): Promise<Holder | null> {
    if (!StoredTokens.hasForm(token)) return this.#parts.signed.verify(token)
    const found = await this.#read(this.#parts.tokens.hashOf(token))
    if (found === null || found.record.revokedAt !== null) return null
    const { id, name, role, createdAt } = found.record
    const firstIssuedAt = Math.floor(Date.parse(createdAt) / 1000)
    const holder: Holder = { sessionId: found.sessionId, id, name, role, firstIssuedAt, isRevocable: true }
    this.#parts.uses.note(holder)
    return holder
  }

  #read(hash: string): Promise<SessionCredential | null> {
    const { clock, store } = this.#parts
    const atMs = clock.now()
    const known = this.#reads.get(hash)
    if (known !== undefined && atMs - known.atMs < TRUSTED_MS) return known.found
    this.#reads.delete(hash)
    const read = { atMs, found: store.findCredential(hash) }
    this.#reads.set(hash, read)
    // A store that did not answer is asked again.
    read.found.catch(() => this.#reads.get(hash) === read && this.#reads.delete(hash))
    if (this.#reads.size > REMEMBERED) this.#reads.delete(this.#reads.keys().next().value as string)
    return read.found
  }
}
