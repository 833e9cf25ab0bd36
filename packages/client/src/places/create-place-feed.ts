import { GET_PLACES, type Guard, isCount, isRecord, isString, isWord, listOf, objectOf, optional, type Places } from '@guestwall/protocol'
import { parseJson } from '../core/parse.ts'
import { webSocketFactory } from '../io/web-socket.ts'
import { type RequestOptions, requestsOf } from '../requests/options.ts'
import { type CallOptions, sendRequest } from '../requests/send-request.ts'
import type { Socket, SocketFactory } from '../types.ts'

/** Beyond any ref of the client itself, which counts from 1. */
const REF = 2 ** 40
/** A longer text is neither the welcome nor about places. */
const SHORT_CHARS = 4_096

const isPlaces = objectOf({
  screens: isWord,
  places: listOf(objectOf({ id: isString, state: isWord, before: optional(isCount) })),
}) as Guard<Places>

/** Where a guest's own messages are on the screens (SCREEN-6). */
export interface PlaceFeed {
  /** For `transports.socket` of a `RealtimeClient`. */
  readonly open: SocketFactory | null
  /** The newest places; `null`: not known. For `useSyncExternalStore`. */
  readonly getSnapshot: () => Places | null
  /** Calls after each change. Returns the unsubscribe. For `useSyncExternalStore`. */
  readonly subscribe: (listener: () => void) => () => void
  /** Reads the places once, by HTTP. Where there is no answer, nothing is known. While a socket brings them, it changes nothing. */
  readonly read: (session: string, token: string, options?: RequestOptions & CallOptions) => Promise<void>
  /** The places that were read last are too old to be shown. */
  readonly forget: () => void
}

/**
 * Makes a feed. The client reads the wall over its `open`, and the places come on the same connection. Without a connection there are none: nothing
 * is claimed. A page that has no socket calls `read`.
 *
 * ```ts
 * const feed = createPlaceFeed()
 * const client = new RealtimeClient({ session, guestName, transports: { socket: feed.open } })
 * feed.subscribe(() => render(feed.getSnapshot()))
 * ```
 */
export function createPlaceFeed({ socket = webSocketFactory() }: { readonly socket?: SocketFactory | null } = {}): PlaceFeed {
  const listeners = new Set<() => void>()
  let places: Places | null = null
  /** The socket on which the server has said welcome. */
  let current: Socket | null = null

  const set = (next: Places | null): void => {
    if (next === places) return
    places = next
    for (const listener of listeners) listener()
  }

  /** Whether the text is about places, which is not for the client. A server of an earlier version refuses the question. */
  const reads = (text: string, from: Socket): boolean => {
    const frame = text.length > SHORT_CHARS ? null : parseJson(text)
    if (!isRecord(frame)) return false
    if (frame['type'] === 'welcome') {
      current = from
      from.send(JSON.stringify({ type: 'followPlaces', ref: REF }))
    }
    const isAnswer = frame['ref'] === REF
    const isOurs = isAnswer || frame['type'] === 'places'
    const said = isAnswer ? frame['places'] : frame
    if (isOurs && from === current && isPlaces(said)) set(said)
    return isOurs
  }

  const opener =
    (factory: SocketFactory): SocketFactory =>
    (url, subprotocol, listener) => {
      const opened = factory(url, subprotocol, {
        onOpen: () => listener.onOpen(),
        onText(text) {
          if (!reads(text, opened)) listener.onText(text)
        },
        onClose(code) {
          if (current === opened) {
            current = null
            set(null)
          }
          listener.onClose(code)
        },
      })
      return opened
    }

  return {
    open: socket && opener(socket),
    getSnapshot: () => places,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    read(session, token, { signal, ...options } = {}) {
      const requests = requestsOf({ retries: 0, ...options }, { mayJoin: false })
      const request = { token, query: { session }, isRepeatable: true, signal }
      const answered = (read: Places | null): void => {
        if (current === null) set(read)
      }
      return sendRequest(requests, GET_PLACES, isPlaces, request).then(answered, () => answered(null))
    },
    forget() {
      if (current === null) set(null)
    },
  }
}
