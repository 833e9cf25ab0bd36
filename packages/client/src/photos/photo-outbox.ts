import { UPLOAD_PHOTO } from '@guestwall/protocol'
import { backoffMs } from '../core/backoff.ts'
import { systemClock } from '../io/system-clock.ts'
import { platformRandom } from '../io/random.ts'
import { addressOf } from '../runtime/address.ts'
import { randomKey } from '../runtime/random-key.ts'
import type { Clock, SendMessageOptions, QueuedMessage, Random, WakeSource } from '../types.ts'
import type { PhotoEntry, PhotoStorage, PhotoUpload, StoredPhoto } from './types.ts'
import { xhrUpload } from './xhr-upload.ts'

/** The client that sends the message when its photo is stored: a `RealtimeClient`. */
export interface PhotoSender {
  queueMessage(content: string, guestName: string, options: SendMessageOptions): Promise<QueuedMessage>
}

export interface PhotoOutboxOptions {
  readonly url?: string
  readonly session: string
  readonly client: PhotoSender
  /** The guest's credential; `null` before it has joined: photos then wait. */
  readonly token: () => string | null
  readonly storage: PhotoStorage
  readonly upload?: PhotoUpload
  readonly clock?: Clock
  readonly random?: Random
  /** Ends a wait early: the network is back, the page is visible again. */
  readonly wakeSource?: WakeSource
}

/**
 * The photos of a guest on their way: stored, uploaded one after the other, then sent with their messages. The rules are the outbox's: a photo is
 * stored before its first try, waits as long as the server asks, is tried again for ever where no answer comes, and fails visibly where the server refuses
 * it for good. The upload and the message have one key, so that whatever breaks off, each is there once (SEND-1).
 */
export class PhotoOutbox {
  readonly #options: PhotoOutboxOptions
  readonly #clock: Clock
  readonly #random: Random
  readonly #upload: PhotoUpload
  readonly #listeners = new Set<() => void>()
  #entries: readonly PhotoEntry[] = []
  #isBusy = false
  #attempts = 0
  #waiting: (() => void) | null = null
  #stops: (() => void)[] = []
  #abort = new AbortController()
  #isClosed = false

  constructor(options: PhotoOutboxOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? platformRandom
    this.#upload = options.upload ?? xhrUpload
  }

  /** The photos on their way, in their order; the same list until something changes. Bound, for `useSyncExternalStore`. */
  readonly getSnapshot = (): readonly PhotoEntry[] => this.#entries

  /** Calls after each change. Returns the unsubscribe. Bound. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Reads what an earlier page left, and goes on with it. */
  async open(): Promise<void> {
    const wake = this.#options.wakeSource?.((isOffline) => {
      if (isOffline !== true) this.retryNow()
    })
    if (wake !== undefined) this.#stops.push(wake)
    const found = await this.#options.storage.list().catch(() => [])
    if (this.#isClosed) return
    const known = new Set(this.#entries.map(({ key }) => key))
    const earlier = found.filter(({ key }) => !known.has(key)).map((photo): PhotoEntry => ({ ...photo, ...FRESH }))
    this.#set([...earlier, ...this.#entries].sort((left, right) => left.order - right.order))
    void this.#run()
  }

  /** Leaves: what was not sent stays stored for the next page. */
  close(): void {
    this.#isClosed = true
    this.#abort.abort()
    this.#waiting?.()
    for (const stop of this.#stops) stop()
    this.#stops = []
  }

  /** Takes a photo with its text: visible at once. Resolves when it is stored, so that a composer may clear its field. */
  async add(blob: Blob, content: string, guestName: string, { to }: Pick<SendMessageOptions, 'to'> = {}): Promise<void> {
    const order = Math.max(this.#clock.wallTime(), ...this.#entries.map((entry) => entry.order + 1))
    const photo: StoredPhoto = { key: randomKey(this.#random), order, content, guestName, to, blob }
    this.#set([...this.#entries, { ...photo, ...FRESH }])
    await this.#options.storage.put(photo).catch(() => this.#change(photo.key, { isUnstored: true }))
    // The guest took it away while it was stored.
    if (!this.#entries.some(({ key }) => key === photo.key)) await this.#options.storage.remove(photo.key).catch(() => {})
    void this.#run()
  }

  /** Tries a refused photo again, under a new key: under the old one the refusal might come again. */
  async retry(key: string): Promise<void> {
    const entry = this.#entries.find((each) => each.key === key)
    if (entry?.state !== 'failed') return
    await this.discard(key)
    await this.add(entry.blob, entry.content, entry.guestName, entry)
  }

  /** Takes a photo away that is not sent yet, or refused. */
  async discard(key: string): Promise<void> {
    this.#set(this.#entries.filter((entry) => entry.key !== key))
    await this.#options.storage.remove(key).catch(() => {})
  }

  /** The network works again: what waits only because no answer came is sent. */
  retryNow(): void {
    this.#waiting?.()
  }

  async #run(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    while (!this.#isClosed) {
      const next = this.#entries.find(({ state }) => state !== 'failed')
      if (next === undefined) break
      const waitMs = await this.#send(next)
      if (waitMs > 0) await this.#wait(waitMs)
    }
    this.#isBusy = false
  }

  /** One try. Resolves with the milliseconds to wait before the next. */
  async #send({ key, blob, content, guestName, to }: PhotoEntry): Promise<number> {
    const { url, session, token: tokenOf, client, storage } = this.#options
    const token = tokenOf()
    if (token === null) return this.#backoff(key)
    this.#change(key, { state: 'uploading', progress: 0 })
    const address = `${addressOf(url)}${UPLOAD_PHOTO.path}?${new URLSearchParams({ session, key })}`
    const answer = await this.#upload({ url: address, token, blob }, (progress) => this.#change(key, { progress }), this.#abort.signal)
    if (answer.kind === 'network') return this.#backoff(key)
    if (answer.kind === 'refused') {
      const { refusal } = answer
      if (refusal.retryable) return this.#backoff(key, { refusal, waitMs: refusal.retryAfterMs })
      this.#change(key, { state: 'failed', refusal })
      return 0
    }
    // The guest took it away while it was uploaded: no message has it, and the server deletes it.
    if (!this.#entries.some((entry) => entry.key === key)) return 0
    try {
      const { settled } = await client.queueMessage(content, guestName, { photo: answer.photo, key, to })
      // From here on the client's own outbox has the message, and shows what becomes of it.
      settled.catch(() => {})
    } catch {
      // The client is closed, or does not take the text: it says so itself.
      return this.#backoff(key)
    }
    this.#attempts = 0
    this.#set(this.#entries.filter((entry) => entry.key !== key))
    await storage.remove(key).catch(() => {})
    return 0
  }

  #backoff(key: string, { refusal = null, waitMs }: { refusal?: PhotoEntry['refusal']; waitMs?: number | undefined } = {}): number {
    this.#change(key, { state: 'waiting', progress: 0, refusal })
    this.#attempts += 1
    return waitMs ?? backoffMs(this.#attempts - 1, this.#random())
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        this.#waiting = null
        resolve()
      }
      const cancel = this.#clock.setTimer(ms, end)
      this.#waiting = end
    })
  }

  #change(key: string, change: Partial<PhotoEntry>): void {
    this.#set(this.#entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)))
  }

  #set(entries: readonly PhotoEntry[]): void {
    if (this.#isClosed) return
    this.#entries = entries
    for (const listener of this.#listeners) listener()
  }
}

const FRESH = { state: 'waiting', progress: 0, refusal: null, isUnstored: false } as const
