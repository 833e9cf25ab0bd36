import { createWriteStream, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { CannotRun } from './command.ts'

export type Pieces = AsyncGenerator<string | Uint8Array>

/** Writes a file that holds personal data: only its owner may read it, and an incomplete file is deleted. Nothing is written over. */
export async function writeFile(pieces: Pieces, file: string): Promise<void> {
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  // A stream that failed reports that it never opened.
  let isOurs = false
  stream.once('open', () => {
    isOurs = true
  })
  try {
    await pipeline(pieces, stream)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new CannotRun(`${file} is there already: it is not written over`)
    if (isOurs) rmSync(file, { force: true })
    // Errors of the store have causes, not codes.
    throw code === undefined ? error : new CannotRun(`${file} cannot be written: ${message}`, { cause: error })
  }
}
