import { createHash } from 'node:crypto'
import type { Clock } from '../domain/ports.ts'
import { RecentKeys } from './recent-keys.ts'

/**
 * Which credentials were good lately. They are checked anew each time, and before strangers: what an address owes holds up only those that
 * have shown nothing good yet. What is kept is a hash.
 */
export class KnownCredentials {
  readonly #keys = new RecentKeys()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  has(token: string): boolean {
    return this.#keys.has(hashOf(token))
  }

  add(token: string): void {
    const hash = hashOf(token)
    if (!this.#keys.has(hash)) this.#keys.add(hash, this.#clock.now())
  }

  forget(token: string): void {
    this.#keys.delete(hashOf(token))
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
