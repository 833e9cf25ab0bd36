import { createHash } from 'node:crypto'

/** Hashes a command's body to 128 bits: a known key with another body is refused (SEND-1). */
export function bodyHash(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
}
