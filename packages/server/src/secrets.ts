import { hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SECRET_BYTES = 32
const OWNER_ALONE = 0o600
const OTHERS = 0o077

/** Shorter than any that was made here: a file that was cut off, or an empty one. */
const SHORTEST = 16

/** The file of a secret holds none. */
export class UnusableSecret extends Error {
  override readonly name = 'UnusableSecret'
}

/**
 * A secret kept in the data directory, readable by its owner alone; made on the first run. Throws `UnusableSecret` where its file holds none:
 * with an empty one anybody could sign.
 */
export function keptSecret(directory: string, name: string): string {
  const path = join(directory, name)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (!existsSync(path)) makeSecret(directory, path)
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < SHORTEST) {
    throw new UnusableSecret(
      `${path} holds no secret: put the old one back, or delete the file for a new one, with which everybody signs in again`,
    )
  }
  // Copied or unpacked, it may have become readable for others.
  if ((statSync(path).mode & OTHERS) !== 0) chmodSync(path, OWNER_ALONE)
  return secret
}

/** Whole or not at all, whatever the disk does; of two processes that start at once, one makes it and both read the same. */
function makeSecret(directory: string, path: string): void {
  const draft = join(directory, `.${randomBytes(8).toString('hex')}`)
  try {
    writeFileSync(draft, `${randomSecret()}\n`, { mode: OWNER_ALONE, flag: 'wx', flush: true })
    put(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Where nothing stands yet. */
function put(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EEXIST') return
    // A file system without links, as sticks and cards have.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EISDIR') throw error
    renameSync(draft, path)
  }
}

export function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** A secret that follows from another, for one purpose: every server that shares the one has the other, and none stores it. */
export function derivedSecret(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, SECRET_BYTES)).toString('base64url')
}
