import type { Socket } from 'node:net'
import { CLOSE } from '@guestwall/protocol'
import { WebSocket } from 'ws'
import type { ReaderSocket } from '../../feed/reader.ts'

/** The library closes with 1009 for a message that is too large; Wire v1 has its own code. */
const MESSAGE_TOO_BIG = 1009

/** A WebSocket whose close codes are those of Wire v1. */
export class GuestSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === MESSAGE_TOO_BIG ? CLOSE.tooLarge : code, reason)
  }
}

/** A peer that does not answer a close frame is disconnected after this time. */
export const CLOSE_TIMEOUT_MS = 3_000

/** Writes prepared frames directly to the TCP socket below a WebSocket. This is safe because compression is off. */
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

  together(write: () => void): void {
    this.#socket.cork()
    try {
      write()
    } finally {
      this.#socket.uncork()
    }
  }

  close(code: number, reason: string): void {
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.close(code, reason)
  }

  onDrain(listener: () => void): void {
    this.#socket.on('drain', listener)
  }
}
