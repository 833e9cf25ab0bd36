import { type Clock, every } from '../domain/ports.ts'
import type { PhotoName } from '../domain/stored-photo.ts'
import type { ImageStore } from '../images/image-store.ts'
import type { Store } from '../log/store.ts'
import { pictureNames } from '../images/look-names.ts'

/** An upload that no message has is deleted after this time: a phone that was offline uploads again. */
export const UNUSED_MS = 60 * 60_000
const CHECK_MS = 60_000
/** Folders of sessions that are gone are looked for this often. A deletion deletes its folder itself, unless the server dies. */
const FOLDERS_MS = 60 * 60_000
const PAGE_PHOTOS = 200

type PhotoStore = Pick<Store, 'readLoosePhotos' | 'discardPhotos' | 'forgetPhotos' | 'findSession'>

/**
 * Deletes the pictures of photos that neither a message nor a look has any more, and of sessions that are gone (PHOTO-4, LOOK-3). The rows say what is to be deleted until it
 * is, so that a crash forgets none. Every server looks; to delete twice is harmless.
 */
export class PhotoUpkeep {
  readonly #store: PhotoStore
  readonly #images: ImageStore
  readonly #clock: Clock
  readonly #onError: (error: unknown) => void
  #running: Promise<void> | null = null
  #isAskedAgain = false

  constructor(parts: { store: PhotoStore; images: ImageStore; clock: Clock; onError: (error: unknown) => void }) {
    this.#store = parts.store
    this.#images = parts.images
    this.#clock = parts.clock
    this.#onError = parts.onError
  }

  /** Starts the checks; the returned function stops them. */
  start(): () => void {
    const stops = [every(this.#clock, CHECK_MS, () => this.soon()), every(this.#clock, FOLDERS_MS, () => this.checkFolders())]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Looks now, or again after the look that runs. Never rejects. */
  soon(): Promise<void> {
    if (this.#running !== null) {
      this.#isAskedAgain = true
      return this.#running
    }
    this.#running = this.#run()
    return this.#running
  }

  /** Deletes the uploads of a guest that no message has. Never rejects: where it fails, they are deleted after their time. */
  async deleteUnsentOf(sessionId: string, guestId: string): Promise<void> {
    try {
      await this.#store.discardPhotos(sessionId, { ofGuest: guestId })
    } catch (error) {
      this.#onError(error)
    }
    await this.soon()
  }

  /** Deletes everything of a session that is gone. Never rejects: where it fails, the look for folders finds it. */
  async deleteSession(sessionId: string): Promise<void> {
    await this.#images.deleteFolder(sessionId).catch(this.#onError)
  }

  /** Deletes the folders of sessions that are gone. A folder is made after its session, so one without a session has none any more. Never rejects. */
  async checkFolders(): Promise<void> {
    try {
      for (const folder of await this.#images.folders()) {
        if ((await this.#store.findSession(folder)) === null) await this.#images.deleteFolder(folder)
      }
    } catch (error) {
      this.#onError(error)
    }
  }

  async #run(): Promise<void> {
    try {
      do {
        this.#isAskedAgain = false
        await this.#deleteLoose()
      } while (this.#isAskedAgain)
    } catch (error) {
      this.#onError(error)
    } finally {
      this.#running = null
    }
  }

  async #deleteLoose(): Promise<void> {
    const before = new Date(this.#clock.wallTime() - UNUSED_MS).toISOString()
    for (;;) {
      const page = await this.#store.readLoosePhotos(before, PAGE_PHOTOS)
      for (const [sessionId, ids] of bySession(page)) {
        const gone = await this.#store.discardPhotos(sessionId, ids)
        await this.#images.delete(sessionId, gone.flatMap(pictureNames))
        await this.#store.forgetPhotos(sessionId, gone)
      }
      if (page.length < PAGE_PHOTOS) return
    }
  }
}

function bySession(photos: readonly PhotoName[]): Map<string, string[]> {
  const ids = new Map<string, string[]>()
  for (const { sessionId, id } of photos) ids.set(sessionId, [...(ids.get(sessionId) ?? []), id])
  return ids
}
