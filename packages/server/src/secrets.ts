import { hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SECRET_BYTES = 32
const OWNER_ALONE = 0o600
const OTHERS = 0o077

/** Shorter than any generated secret: the file is empty or was cut off. */
const SHORTEST = 16

/** The file of a secret has no usable secret. */
export class UnusableSecret extends Error {
  override readonly name = 'UnusableSecret'
}

/**
 * A secret in a file of the data directory that only its owner can read; generated on the first run. Throws `UnusableSecret` when the file has
 * none: with an empty secret anybody could sign.
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
  // After a copy or an unpacking, others may be able to read it.
  if ((statSync(path).mode & OTHERS) !== 0) chmodSync(path, OWNER_ALONE)
  return secret
}

/** Writes the whole file or none, also when the disk fails. When two processes start at once, one writes the file and both read the same secret. */
function makeSecret(directory: string, path: string): void {
  const draft = join(directory, `.${randomBytes(8).toString('hex')}`)
  try {
    writeFileSync(draft, `${randomSecret()}\n`, { mode: OWNER_ALONE, flag: 'wx', flush: true })
    put(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Names the file, unless the name is taken. */
function put(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EEXIST') return
    // A file system without links, as on USB sticks and memory cards.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EISDIR') throw error
    renameSync(draft, path)
  }
}

export function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** Derives a secret for one purpose from another: servers that share the one share the other, and none stores it. */
export function derivedSecret(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, SECRET_BYTES)).toString('base64url')
}
