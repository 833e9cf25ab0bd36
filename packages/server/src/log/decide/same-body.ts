import { createHmac } from 'node:crypto'

/** How a hash begins that was made with the servers' key. */
const KEYED = 'k:'
/** A hash as servers made them before there was a key. */
const UNKEYED = /^[A-Za-z0-9_-]{22}$/
/** What stands in place of a hash when what it was made of has been erased (LOG-5). */
export const ERASED_HASH = ''

/** The hash as it is stored: without the key nobody finds a short text by trying all of them. */
export function keyedHash(key: string, bodyHash: string): string {
  return `${KEYED}${createHmac('sha256', key).update(bodyHash).digest('base64url').slice(0, 22)}`
}

/** Whether a key came with the body that it came with first (SEND-1). Where that cannot be said any more, it did: the first result stands. */
export function isSameBody(first: string, now: string): boolean {
  if (first === ERASED_HASH || first === now) return true
  return now.startsWith(KEYED) && UNKEYED.test(first)
}
