import { MAX_PAGE_SIZE, type OnlineGuest, type OnlinePage } from '@guestwall/protocol'
import { ownRefusal } from '../core/closed-reason.ts'
import { RefusedError } from '../errors.ts'
import type { ClientRefusal } from '../types.ts'
import type { Api, ApiAnswer } from './api.ts'

/** More names than any session has guests; a server that pages in a circle is left here. */
const MAX_PAGES = 500
const UNREACHABLE = ownRefusal('unreachable', true)

export interface OnlineListParts {
  readonly api: Pick<Api, 'onlinePage'>
  /** Resolves when there is a credential to ask with, or the client is closed. */
  joined(): Promise<void>
  /** Why nobody is asked any more, `null` while the client is open. */
  closing(): ClientRefusal | null
  /** Aborted when the client closes. */
  signal(): AbortSignal
}

/**
 * Everybody who is here, page by page (ONLINE-3); before the join it waits for it. Rejects with a `RefusedError`, also when the client
 * closes. Asked by HTTP even beside a good socket: it is rare, HTTP is there either way, and the socket's frames are the wall's.
 */
export async function readOnlineList({ api, joined, closing, signal }: OnlineListParts): Promise<OnlineGuest[]> {
  await joined()
  const abort = signal()
  const guests = new Map<string, OnlineGuest>()
  let cursor: string | null = null
  let pages = 0
  do {
    const answer: ApiAnswer<OnlinePage> | null = closing() ? null : await api.onlinePage(cursor, MAX_PAGE_SIZE, abort)
    if (answer?.kind !== 'ok') throw new RefusedError(answer?.kind === 'refused' ? answer.refusal : (closing() ?? UNREACHABLE))
    // Who reconnects while the pages are read may be on two of them.
    for (const guest of answer.value.guests) guests.set(guest.id, guest)
    cursor = answer.value.nextCursor
    pages += 1
  } while (cursor !== null && pages < MAX_PAGES)
  return [...guests.values()]
}
