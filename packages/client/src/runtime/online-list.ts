import { MAX_PAGE_SIZE, type OnlineGuest, type OnlinePage } from '@guestwall/protocol'
import { RefusedError } from '../errors.ts'
import type { ClientRefusal } from '../types.ts'
import type { Api } from './api.ts'
import type { CommandAnswer, SocketLine } from './socket-line.ts'

/** More names than any session has guests; a server that pages in a circle is left here. */
const MAX_PAGES = 500
const UNREACHABLE: ClientRefusal = { code: 'unreachable', message: 'Nobody answers.', retryable: true }

export interface OnlineListParts {
  readonly api: Api
  readonly line: Pick<SocketLine, 'command'>
  isOnSocket(): boolean
  /** The client was closed: ask no further. */
  readonly abort: AbortSignal
}

/** Everybody who is here, page by page (ONLINE-3). Rejects with a `RefusedError`. */
export async function readOnlineList(parts: OnlineListParts): Promise<OnlineGuest[]> {
  const guests = new Map<string, OnlineGuest>()
  let cursor: string | null = null
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page: OnlinePage = await readPage(parts, cursor)
    // Who reconnects while the pages are read may be on two of them.
    for (const guest of page.guests) guests.set(guest.id, guest)
    cursor = page.nextCursor
    if (cursor === null) break
  }
  return [...guests.values()]
}

async function readPage({ api, line, isOnSocket, abort }: OnlineListParts, cursor: string | null): Promise<OnlinePage> {
  if (isOnSocket()) {
    const answer = await new Promise<CommandAnswer>((resolve) =>
      line.command({ type: 'getOnlineList', cursor, limit: MAX_PAGE_SIZE }, resolve),
    )
    if (answer.kind === 'refused') throw new RefusedError(answer.refusal)
    if (answer.kind === 'ok' && answer.value.online !== undefined) return answer.value.online
  }
  if (abort.aborted) throw new RefusedError(UNREACHABLE)
  const answer = await api.onlinePage(cursor, MAX_PAGE_SIZE, abort)
  if (answer.kind === 'ok') return answer.value
  throw new RefusedError(answer.kind === 'refused' ? answer.refusal : UNREACHABLE)
}
