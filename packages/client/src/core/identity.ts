import { type Guest, isGuest, isString, isWord, nullable, objectOf, type Role } from '@guestwall/protocol'
import type { ClientConfig } from './config.ts'

/** The guest that this client is, as it is stored for the next visit. */
export interface Identity {
  /** Names the owner of stored entries. */
  readonly owner: string
  readonly guest: Guest | null
  readonly role: Role | null
  readonly token: string | null
}

/** The answer to a join. */
export interface Joined {
  readonly guest: Guest
  readonly token: string
}

export const isIdentity = objectOf<Identity>({ owner: isString, guest: nullable(isGuest), role: isWord, token: nullable(isString) })

/** Before storage is read. */
export function identityFor({ owner, token }: ClientConfig): Identity {
  return { owner, guest: null, role: null, token }
}
