import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { StoreUnavailable } from '../storage.ts'

/** The sizes in the write-ahead file: its header, and the header of each frame. */
const WAL_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
/**
 * The positions in the header of the shared-memory file (sqlite.org/walformat.html): page size and number of valid frames, in this machine's byte
 * order.
 */
const PAGE_SIZE_AT = 14
const FRAMES_AT = 16

/** The folder no longer names the open files: what is written now would be lost at the next start. */
export class DatabaseFilesLost extends StoreUnavailable {}

/**
 * Checks that the folder still names the files of an open database. A deleted file stays writable for a process that has it open, so SQLite itself
 * does not notice.
 *
 * This class opens and closes no file on which SQLite holds a lock: closing one would drop the locks of the whole process.
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

  /** Call it after the database was closed. */
  close(): void {
    closeSync(this.#shared)
  }

  /** The least length of the write-ahead file. */
  #walBytes(): number {
    readSync(this.#shared, this.#header, 0, this.#header.length, 0)
    const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1
    const frames = isLittleEndian ? this.#header.readUInt32LE(FRAMES_AT) : this.#header.readUInt32BE(FRAMES_AT)
    const pageSize = isLittleEndian ? this.#header.readUInt16LE(PAGE_SIZE_AT) : this.#header.readUInt16BE(PAGE_SIZE_AT)
    // 65,536 does not fit into 16 bits; the format writes 1 for it.
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
