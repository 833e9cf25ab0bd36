import { PAGE_BYTES } from '@guestwall/protocol'
import type { Store } from '../storage/store.ts'
import { ReadsAtOnce } from './reads-at-once.ts'

/** Messages read at a time: of the longest, these are twice a page. */
const READ_MESSAGES = 40
/** Pages that are read at one time: what is posted and polled meanwhile stands behind no more than these. */
const READS_AT_ONCE = 4

/**
 * The history in pages, encoded. A page ends at so many messages or bytes, whichever comes first; who asks for the same page at the same
 * time gets the same text, and only a few pages are read at once, the others in the order in which they were asked for.
 */
export class HistoryReader {
  readonly #store: Pick<Store, 'readMessages'>
  readonly #pages = new Map<string, Promise<string>>()
  readonly #reads = new ReadsAtOnce(READS_AT_ONCE)

  constructor(store: Pick<Store, 'readMessages'>) {
    this.#store = store
  }

  /** `{messages, nextBefore}` as JSON: shown messages, newest first, strictly before an event. */
  page(sessionId: string, before: number | null, limit: number): Promise<string> {
    const key = `${sessionId} ${before} ${limit}`
    const known = this.#pages.get(key)
    if (known !== undefined) return known
    const page = this.#reads.run(() => this.#read(sessionId, before, limit)).finally(() => this.#pages.delete(key))
    this.#pages.set(key, page)
    return page
  }

  async #read(sessionId: string, before: number | null, limit: number): Promise<string> {
    const items: string[] = []
    let bytes = 0
    let next = before
    for (let isMore = true; isMore && items.length < limit && bytes < PAGE_BYTES; ) {
      const count = Math.min(READ_MESSAGES, limit - items.length)
      const messages = await this.#store.readMessages(sessionId, { statuses: ['shown'], before: next, limit: count })
      isMore = messages.length === count
      for (const message of messages) {
        const item = JSON.stringify(message)
        bytes += Buffer.byteLength(item)
        // One at least, so that whoever reads on gets on.
        if (bytes > PAGE_BYTES && items.length > 0) return pageText(items, next)
        items.push(item)
        next = message.eventId
      }
      if (!isMore) next = null
    }
    return pageText(items, next)
  }
}

function pageText(items: readonly string[], nextBefore: number | null): string {
  return `{"messages":[${items.join(',')}],"nextBefore":${nextBefore}}`
}
