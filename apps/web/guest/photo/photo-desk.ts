import { browserWakeSource, type RealtimeClient, type SendMessageOptions } from '@guestwall/client'
import {
  indexedDbPhotos,
  type PhotoEntry,
  PhotoOutbox,
  PhotoReader,
  PhotoRefused,
  type PhotoSource,
  shrinkPhoto,
} from '@guestwall/client/photos'

/** The photo that the guest has chosen and not sent yet. */
export interface ChosenPhoto {
  /** The address of its picture, for the preview. */
  readonly preview: string
  /** `null` while it is made smaller. */
  readonly blob: Blob | null
  /** Why it cannot be sent. */
  readonly problem: PhotoRefused['code'] | null
}

export interface PhotoDeskState {
  readonly chosen: ChosenPhoto | null
  readonly entries: readonly PhotoEntry[]
}

/** Everything about photos on a guest's page: the chosen one, those on their way, and the pictures of messages. */
export class PhotoDesk {
  readonly #outbox: PhotoOutbox
  readonly #reader: PhotoReader
  readonly #listeners = new Set<() => void>()
  /** The guest's own pictures, by photo: they are shown while the message waits for the host and no other guest may read them. */
  readonly #own = new Map<string, string>()
  #state: PhotoDeskState = { chosen: null, entries: [] }
  #preparing: Promise<void> = Promise.resolve()

  constructor({ client, session, token }: { client: RealtimeClient; session: string; token: () => string | null }) {
    this.#reader = new PhotoReader({ token })
    this.#outbox = new PhotoOutbox({
      session,
      token,
      storage: indexedDbPhotos(session),
      wakeSource: browserWakeSource,
      client: {
        queueMessage: (content, guestName, options) => {
          const entry = this.#outbox.getSnapshot().find(({ key }) => key === options.key)
          if (entry !== undefined && options.photo !== undefined) this.#own.set(options.photo.id, URL.createObjectURL(entry.blob))
          return client.queueMessage(content, guestName, options)
        },
      },
    })
    this.#outbox.subscribe(() => this.#set({ entries: this.#outbox.getSnapshot() }))
  }

  readonly getSnapshot = (): PhotoDeskState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** The pictures of messages: the guest's own from memory, the others from the server. */
  readonly pictures: PhotoSource = {
    acquire: (id, size) => {
      const own = this.#own.get(id)
      return own === undefined ? this.#reader.acquire(id, size) : Promise.resolve(own)
    },
    release: (id, size) => this.#reader.release(id, size),
  }

  open(): void {
    void this.#outbox.open()
  }

  close(): void {
    this.#outbox.close()
    this.#reader.close()
  }

  /** Takes a photo from the phone, and makes it smaller. */
  choose(file: Blob): void {
    this.clear()
    const preview = URL.createObjectURL(file)
    this.#set({ chosen: { preview, blob: null, problem: null } })
    this.#preparing = this.#prepare(file, preview)
  }

  /** Takes the chosen photo away. */
  clear(): void {
    const { chosen } = this.#state
    if (chosen === null) return
    URL.revokeObjectURL(chosen.preview)
    this.#set({ chosen: null })
  }

  /** Sends the chosen photo with its text. Resolves with whether it was taken: the photo is then stored. */
  async send(content: string, guestName: string, to: Pick<SendMessageOptions, 'to'>): Promise<boolean> {
    await this.#preparing
    const blob = this.#state.chosen?.blob ?? null
    if (blob === null) return false
    await this.#outbox.add(blob, content, guestName, to)
    this.clear()
    return true
  }

  retry(key: string): void {
    void this.#outbox.retry(key)
  }

  discard(key: string): void {
    void this.#outbox.discard(key)
  }

  async #prepare(file: Blob, preview: string): Promise<void> {
    let made: Pick<ChosenPhoto, 'blob' | 'problem'>
    try {
      made = { blob: await shrinkPhoto(file), problem: null }
    } catch (error) {
      made = { blob: null, problem: error instanceof PhotoRefused ? error.code : 'photo_unreadable' }
    }
    // Another one may have been chosen meanwhile.
    if (this.#state.chosen?.preview === preview) this.#set({ chosen: { preview, ...made } })
  }

  #set(change: Partial<PhotoDeskState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
