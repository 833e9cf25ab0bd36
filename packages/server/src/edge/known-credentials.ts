import { hash } from 'node:crypto'
import type { Clock } from '../domain/ports.ts'
import { RecentKeys } from './recent-keys.ts'

/**
 * Remembers which credentials were valid recently, as hashes. Each one is verified again on every request, but it is not delayed by the debt of
 * its address: only requests without a valid credential are.
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
  return hash('sha256', token, 'base64url')
}
