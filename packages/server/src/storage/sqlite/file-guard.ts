import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'
import type { ClosedMark } from './closed-mark.ts'
import { DatabaseFiles, DatabaseFilesLost } from './database-files.ts'
import { rescue } from './rescue.ts'
import { Upkeep } from './upkeep.ts'

/**
 * Everything that the files of an open database need beside its statements: writes are acknowledged only while the folder still names the files
 * that are open; the write-ahead file is emptied in time; a clean end leaves a mark.
 */
export class FileGuard {
  readonly #file: string
  readonly #db: Kysely<Database>
  readonly #closedMark: ClosedMark
  readonly #files: DatabaseFiles
  readonly #upkeep = new Upkeep()
  /** Set once the files are lost: from then on the answer to every write. */
  #lost: DatabaseFilesLost | null = null
  #isRescued = false

  /** `file` must be open as `db`, in WAL mode. */
  constructor(file: string, db: Kysely<Database>, closedMark: ClosedMark) {
    this.#file = file
    this.#db = db
    this.#closedMark = closedMark
    this.#files = new DatabaseFiles(file)
  }

  /** Carries a write out, with a check before and after it. `erases`: asked after the write, whether it erased a text. */
  async write<Result>(write: () => Promise<Result>, erases: () => boolean = () => false): Promise<Result> {
    this.#check()
    // A write into a file that the folder no longer names is not acknowledged.
    const result = await write().finally(() => this.#check())
    this.#upkeep.wrote(erases())
    return result
  }

  async maintain(nowMs: number): Promise<void> {
    try {
      this.#check()
    } catch (error) {
      if (this.#lost !== null) await this.#rescueOnce(this.#lost)
      throw this.#lost ?? error
    }
    if (this.#upkeep.isDue(nowMs) && (await this.#checkpoint())) this.#upkeep.checkpointed(nowMs)
  }

  async close(): Promise<void> {
    const isWhole = this.#lost === null && (await this.#checkpoint().catch(() => false))
    await this.#db.destroy()
    this.#files.close()
    if (isWhole) this.#closedMark.noteClosed()
  }

  #check(): void {
    if (this.#lost !== null) throw this.#lost
    try {
      this.#files.check()
    } catch (error) {
      if (error instanceof DatabaseFilesLost) this.#lost = error
      throw error
    }
  }

  async #rescueOnce({ message }: DatabaseFilesLost): Promise<void> {
    if (this.#isRescued) return
    this.#isRescued = true
    const rescued = await rescue(this.#db, this.#file).catch(() => null)
    if (rescued === null) return
    this.#lost = new DatabaseFilesLost(
      `${message}; all that was written until then is in ${rescued}: stop the server, then guestwall restore`,
    )
  }

  /** Brings everything into the main file and empties the write-ahead file. Returns false while another process reads in it. */
  async #checkpoint(): Promise<boolean> {
    const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(this.#db)
    return rows[0]?.busy === 0
  }
}
