import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

/**
 * Knows at the start whether a database file is the very one that this program closed last. What the file system alone writes (the file's
 * number, when it was made, when it was last touched) is noted beside it at a clean end. A copy that is put in its place has other marks, however it
 * was made: copied, moved, unpacked, or written over the old file. After a crash there is no note, and a copy that was taken while the wall ran
 * has none either.
 */
export class ClosedMark {
  readonly #file: string
  readonly #note: string

  constructor(file: string) {
    this.#file = file
    this.#note = `${file}.closed`
  }

  /** Before the database is opened. The note is taken away: until the next clean end there is none. */
  isTheOneClosedLast(): boolean {
    const noted = readIfThere(this.#note)
    rmSync(this.#note, { force: true })
    // A write-ahead file with something in it: another program wrote since, or the end was not clean.
    const wal = statSync(`${this.#file}-wal`, { throwIfNoEntry: false })
    return noted !== null && noted === this.#marks() && (wal?.size ?? 0) === 0
  }

  /** After the database was closed with everything in its main file. */
  noteClosed(): void {
    writeFileSync(this.#note, this.#marks(), { mode: 0o600 })
  }

  #marks(): string {
    const of = statSync(this.#file, { bigint: true, throwIfNoEntry: false })
    return of === undefined ? '' : [of.ino, of.birthtimeNs, of.ctimeNs, of.size].join(' ')
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
