import { hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SECRET_BYTES = 32

/** A secret kept in the data directory, readable by its owner alone; made on the first run. */
export function keptSecret(directory: string, name: string): string {
  const path = join(directory, name)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  try {
    // Made and opened in one step: of two processes that start at once, one writes and both read the same.
    writeFileSync(path, `${randomSecret()}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}

export function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** A secret that follows from another, for one purpose: every server that shares the one has the other, and none stores it. */
export function derivedSecret(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, SECRET_BYTES)).toString('base64url')
}
