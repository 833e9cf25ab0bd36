import type { SocketFactory } from '../types.ts'

/** The part of a `WebSocket` that the client uses: the browser's, or that of the `ws` package. */
interface WebSocketLike {
  send(text: string): void
  close(code?: number): void
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
}
export type WebSocketConstructor = new (url: string, subprotocol: string) => WebSocketLike

/** The code that a platform reports when it has no close code. */
const ABNORMAL = 1006

/**
 * Sockets over `constructor`, or `null` where there is none (Node 20 without the `ws` package): the client then lives on HTTP delivery.
 *
 * ```ts
 * import { WebSocket } from 'ws'
 * const transports = { socket: webSocketFactory(WebSocket) }
 * ```
 */
export function webSocketFactory(constructor: WebSocketConstructor | undefined = globalThis.WebSocket): SocketFactory | null {
  if (constructor === undefined) return null
  return (url, subprotocol, listener) => {
    let isOver = false
    const finish = (code = ABNORMAL) => {
      if (isOver) return
      isOver = true
      listener.onClose(code)
    }
    let socket: WebSocketLike | null = null
    try {
      socket = new constructor(url, subprotocol)
      socket.onopen = () => {
        if (!isOver) listener.onOpen()
      }
      socket.onmessage = ({ data }: { data: unknown }) => {
        if (!isOver && typeof data === 'string') listener.onText(data)
      }
      socket.onclose = ({ code }: { code?: number }) => finish(code)
      // `close` follows an error on every platform; without a listener the `ws` package would throw.
      socket.onerror = () => {}
    } catch {
      // A malformed address or a page policy throws here; the owner gets it as any other failure, and not during the call.
      void Promise.resolve().then(() => finish())
    }
    return {
      send(text) {
        try {
          socket?.send(text)
        } catch {
          // Not open any more: its close is on the way, and what was sent is tried again under its key.
        }
      },
      close(code) {
        try {
          socket?.close(code)
        } catch {
          // Closing what never opened throws on some platforms; for the owner it is closed either way.
        }
        // The platform may wait for a dead peer's answer; the owner must not.
        finish(code)
      },
    }
  }
}
