import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImageStore } from './image-store.ts'

/** Errors of a folder or a file that is not there. */
const MISSING = new Set(['ENOENT', 'ENOTDIR'])
const PART = '.part'

/** Pictures as files below one directory, a folder each session. */
export class FileImageStore implements ImageStore {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Copied beside, flushed, renamed: after a crash the name has the whole picture, or none. */
  async put(folder: string, name: string, file: string): Promise<void> {
    const directory = join(this.#directory, folder)
    await mkdir(directory, { recursive: true, mode: 0o700 })
    // Two that store one name at once must not share a part.
    const part = join(directory, `${name}.${randomBytes(6).toString('hex')}${PART}`)
    try {
      await copyFile(file, part)
      await flush(part)
      await rename(part, join(directory, name))
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
    await flush(directory)
  }

  read(folder: string, name: string): Promise<Buffer<ArrayBuffer> | null> {
    return orMissing(readFile(join(this.#directory, folder, name)), null)
  }

  async delete(folder: string, names: readonly string[]): Promise<void> {
    for (const name of names) await rm(join(this.#directory, folder, name), { force: true })
  }

  deleteFolder(folder: string): Promise<void> {
    return rm(join(this.#directory, folder), { recursive: true, force: true })
  }

  folders(): Promise<string[]> {
    return orMissing(readdir(this.#directory), [])
  }

  async names(folder: string): Promise<string[]> {
    const names = await orMissing(readdir(join(this.#directory, folder)), [])
    return names.filter((name) => !name.endsWith(PART))
  }
}

async function orMissing<Value, Missing>(reading: Promise<Value>, missing: Missing): Promise<Value | Missing> {
  try {
    return await reading
  } catch (error) {
    if (MISSING.has((error as NodeJS.ErrnoException).code ?? '')) return missing
    throw error
  }
}

async function flush(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    // Windows cannot flush a folder, or a file that was opened for reading.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EPERM' && code !== 'EISDIR' && code !== 'EACCES') throw error
  }
}
