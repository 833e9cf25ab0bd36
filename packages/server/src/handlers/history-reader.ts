import { type Encoded, encodeHistory, encodeMessage, PAGE_BYTES, type WallMessage } from '@guestwall/protocol'
import { SharedReads } from '../domain/shared-reads.ts'
import type { Store } from '../log/store.ts'
import { ReadsAtOnce } from './reads-at-once.ts'

/** Messages in one read. With the longest texts they fill two pages. */
const READ_MESSAGES = 40
/** Pages that are read at the same time. This bounds how long posts and polls wait for the store. */
const READS_AT_ONCE = 4

/**
 * Reads the history in encoded pages. A page ends at a number of messages or of bytes, whichever comes first. Requests for the same page
 * share reads, and only a few pages are read at the same time, in the order of the requests.
 */
export class HistoryReader {
  readonly #store: Pick<Store, 'readMessages'>
  readonly #pages = new SharedReads<string, string>()
  readonly #reads = new ReadsAtOnce(READS_AT_ONCE)

  constructor(store: Pick<Store, 'readMessages'>) {
    this.#store = store
  }

  /** Returns `{messages, nextBefore}` as JSON: shown messages, newest first, strictly before an event. */
  page(sessionId: string, before: number | null, limit: number): Promise<string> {
    return this.#pages.run(`${sessionId} ${before} ${limit}`, () => this.#reads.run(() => this.#read(sessionId, before, limit)))
  }

  async #read(sessionId: string, before: number | null, limit: number): Promise<string> {
    const items: Encoded<WallMessage>[] = []
    let bytes = 0
    let next = before
    for (let isMore = true; isMore && items.length < limit && bytes < PAGE_BYTES; ) {
      const count = Math.min(READ_MESSAGES, limit - items.length)
      const messages = await this.#store.readMessages(sessionId, { statuses: ['shown'], before: next, limit: count })
      isMore = messages.length === count
      for (const message of messages) {
        const item = encodeMessage(message)
        bytes += Buffer.byteLength(item)
        // A page has at least one message, so that the next page is another one.
        if (bytes > PAGE_BYTES && items.length > 0) return encodeHistory(items, next)
        items.push(item)
        next = message.eventId
      }
      if (!isMore) next = null
    }
    return encodeHistory(items, next)
  }
}
