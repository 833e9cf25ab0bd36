import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

/**
 * Tells at the start whether a database file is the one that this program closed last. A clean end writes marks beside it that only the file system
 * can set: the number of the file, its creation time, the time of its last change. A copy in its place has other marks, whether it was copied,
 * moved, unpacked, or written over the old file. After a crash there are no marks, and a copy that was made while the server ran has none either.
 */
export class ClosedMark {
  readonly #file: string
  readonly #note: string

  constructor(file: string) {
    this.#file = file
    this.#note = `${file}.closed`
  }

  /** Call it before the database is opened. It deletes the marks: until the next clean end there are none. */
  isTheOneClosedLast(): boolean {
    const noted = readIfThere(this.#note)
    rmSync(this.#note, { force: true })
    // A write-ahead file that is not empty: another program has written since, or the end was not clean.
    const wal = statSync(`${this.#file}-wal`, { throwIfNoEntry: false })
    return noted !== null && noted === this.#marks() && (wal?.size ?? 0) === 0
  }

  /** Call it after the database was closed with everything in its main file. */
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
