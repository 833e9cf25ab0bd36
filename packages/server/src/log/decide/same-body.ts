import { createHmac } from 'node:crypto'

/** The beginning of a hash that was made with the servers' key. */
const KEYED = 'k:'
/** The form of a hash that an earlier version made without a key. */
const UNKEYED = /^[A-Za-z0-9_-]{22}$/
/** Replaces the hash of a body that was erased (LOG-5). */
export const ERASED_HASH = ''

/** The hash that is stored. Without the key, nobody can find a short text by trying all of them. */
export function keyedHash(key: string, bodyHash: string): string {
  return `${KEYED}${createHmac('sha256', key).update(bodyHash).digest('base64url').slice(0, 22)}`
}

/**
 * Whether a repeated key has the same body as the first time (SEND-1). When this is no longer known, it counts as the same: the first result stays.
 */
export function isSameBody(first: string, now: string): boolean {
  if (first === ERASED_HASH || first === now) return true
  return now.startsWith(KEYED) && UNKEYED.test(first)
}
