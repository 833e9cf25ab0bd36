import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { StoreUnavailable } from '../storage.ts'

/** Of the write-ahead file: its header, and that of each frame. */
const WAL_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
/** In the header of the shared-memory file (sqlite.org/walformat.html): page size and number of valid frames, in this machine's order. */
const PAGE_SIZE_AT = 14
const FRAMES_AT = 16

/** The database's files are not the ones that are open: what is written now would be gone at the next start. */
export class DatabaseFilesLost extends StoreUnavailable {}

/**
 * The files of a database that is open: whether they are still those that its folder names. A deleted file stays writable for whoever has it
 * open, so SQLite itself never notices.
 *
 * No file that SQLite holds a lock on is opened and closed here: closing one would drop the locks of the whole process.
 */
export class DatabaseFiles {
  readonly #file: string
  readonly #database: bigint | undefined
  readonly #wal: bigint | undefined
  /** The shared-memory file, open for as long as the database is. */
  readonly #shared: number
  readonly #header = Buffer.alloc(FRAMES_AT + 4)

  /** `file` must be open, in WAL mode. */
  constructor(file: string) {
    this.#file = file
    this.#database = inodeOf(file)
    this.#wal = inodeOf(`${file}-wal`)
    this.#shared = openSync(`${file}-shm`, 'r')
  }

  /** Throws `DatabaseFilesLost` where a file was deleted, replaced or cut short. */
  check(): void {
    if (inodeOf(this.#file) !== this.#database) throw lost('guestwall.db was deleted or replaced')
    const wal = statSync(`${this.#file}-wal`, { bigint: true, throwIfNoEntry: false })
    if (wal === undefined || wal.ino !== this.#wal) throw lost('guestwall.db-wal was deleted or replaced')
    if (wal.size < this.#walBytes()) throw lost('guestwall.db-wal was cut short')
  }

  /** After the database was closed. */
  close(): void {
    closeSync(this.#shared)
  }

  /** The length that the write-ahead file must have at least. */
  #walBytes(): number {
    readSync(this.#shared, this.#header, 0, this.#header.length, 0)
    const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1
    const frames = isLittleEndian ? this.#header.readUInt32LE(FRAMES_AT) : this.#header.readUInt32BE(FRAMES_AT)
    const pageSize = isLittleEndian ? this.#header.readUInt16LE(PAGE_SIZE_AT) : this.#header.readUInt16BE(PAGE_SIZE_AT)
    // 65,536 does not fit into 16 bits, and is written as 1.
    const pageBytes = pageSize === 1 ? 65_536 : pageSize
    return frames === 0 ? 0 : WAL_HEADER_BYTES + frames * (FRAME_HEADER_BYTES + pageBytes)
  }
}

function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino
}

function lost(what: string): DatabaseFilesLost {
  return new DatabaseFilesLost(`${what} while the wall was running: nothing more is acknowledged`)
}
