import type { Socket } from 'node:net'
import { CLOSE } from '@guestwall/protocol'
import { WebSocket } from 'ws'
import type { ReaderSocket } from '../../feed/reader.ts'

/** The library closes with 1009 what is too large; Wire v1 has a code of its own for it. */
const MESSAGE_TOO_BIG = 1009

/** A WebSocket whose close codes are those of Wire v1. */
export class GuestSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === MESSAGE_TOO_BIG ? CLOSE.tooLarge : code, reason)
  }
}

/** A peer that does not answer a close is cut off after this, whoever of us closed: the door, the pool or the library. */
export const CLOSE_TIMEOUT_MS = 3_000

/** Writes prepared frames straight to the TCP socket below a WebSocket: without compression nothing of the library's is in between. */
export class SocketWriter implements ReaderSocket {
  readonly #webSocket: WebSocket
  readonly #socket: Socket

  constructor(webSocket: WebSocket, socket: Socket) {
    this.#webSocket = webSocket
    this.#socket = socket
  }

  get unsentBytes(): number {
    return this.#socket.writableLength
  }

  get flushedBytes(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength
  }

  write(frames: Buffer): void {
    if (this.#webSocket.readyState === WebSocket.OPEN && this.#socket.writable) this.#socket.write(frames)
  }

  close(code: number, reason: string): void {
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.close(code, reason)
  }

  onDrain(listener: () => void): void {
    this.#socket.on('drain', listener)
  }
}
