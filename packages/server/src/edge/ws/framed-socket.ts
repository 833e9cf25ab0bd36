import type { Socket } from 'node:net'
import type { Clock } from '../../domain/ports.ts'
import type { ReaderSocket } from '../../feed/reader.ts'
import { closeFrame, pongFrame } from '../../feed/text-frame.ts'
import { FrameDecoder, type FrameListener, NO_CODE } from './frame-decoder.ts'
import type { FrameBytes, PeerListener, PeerSocket } from './peer-socket.ts'

/** A peer that does not end the connection after a close frame is disconnected after this time. */
const CLOSE_TIMEOUT_MS = 3_000
/** The close code of a connection that ended without a close frame. It is never sent. */
const NO_CLOSE_FRAME = 1006

/** The framed socket of a TCP socket: its listeners are the same functions for all sockets, because a hall holds ten thousand. */
const FRAMED = Symbol('framed')

interface Owned extends Socket {
  [FRAMED]: FramedSocket
}

/** Until a connection listens. */
const NO_LISTENER: PeerListener = { onMessage() {}, onPing() {}, onPong() {}, onDrain() {}, onClose() {} }

/**
 * The server's end of a WebSocket over a TCP socket that has switched (RFC 6455). Compression is never agreed, so a prepared frame is the same for every
 * socket and is written as it is. What is written here are whole frames, so a close or a pong stands between two of them.
 */
export class FramedSocket implements PeerSocket, ReaderSocket, FrameListener {
  readonly #socket: Socket
  readonly #clock: Clock
  readonly #decoder = new FrameDecoder()
  #listener: PeerListener = NO_LISTENER
  /** Nothing was sent or received that ends the connection. */
  #isOpen = true
  #closeCode = NO_CLOSE_FRAME
  /** Cancels the end of a peer that does not end; `null` while nothing waits for it. */
  #cancelEnd: (() => void) | null = null

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket
    this.#clock = clock
    ;(socket as Owned)[FRAMED] = this
    socket.on('error', onError)
    socket.on('close', onClose)
  }

  get unsentBytes(): number {
    return this.#socket.writableLength
  }

  get flushedBytes(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength
  }

  /** Begins to read. */
  listen(listener: PeerListener): void {
    this.#listener = listener
    this.#socket.on('drain', onDrain)
    this.#socket.on('end', onEnd)
    this.#socket.on('data', onData)
  }

  write(frames: Buffer): void {
    if (this.#isOpen && this.#socket.writable) this.#socket.write(frames)
  }

  together(write: () => void): void {
    this.#socket.cork()
    try {
      write()
    } finally {
      this.#socket.uncork()
    }
  }

  pong(data: Buffer): void {
    this.write(pongFrame(data))
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  close(code: number, reason: string): void {
    if (this.#isOpen) this.#sendClose(code, reason)
  }

  terminate(): void {
    this.#isOpen = false
    this.#socket.destroy()
  }

  onMessage(data: FrameBytes, isBinary: boolean): void {
    this.#listener.onMessage(data, isBinary)
  }

  onPing(data: Buffer): void {
    this.#listener.onPing(data)
  }

  onPong(): void {
    this.#listener.onPong()
  }

  onCloseFrame(code: number): void {
    this.#closeCode = code
    if (this.#isOpen) this.#sendClose(code === NO_CODE ? null : code)
    this.#end()
  }

  onBroken(code: number): void {
    if (this.#isOpen) this.#sendClose(code)
    this.#end()
  }

  /** Bytes of the peer. */
  onBytes(bytes: Buffer): void {
    this.#decoder.push(bytes, this)
  }

  /** The system took what waited. */
  onDrained(): void {
    this.#listener.onDrain()
  }

  /** The peer sends nothing more. */
  onEnded(): void {
    this.#isOpen = false
    this.#end()
  }

  /** The connection is gone. */
  onGone(): void {
    this.#isOpen = false
    this.#decoder.end()
    this.#cancelEnd?.()
    this.#listener.onClose(this.#closeCode)
  }

  #sendClose(code: number | null, reason = ''): void {
    this.write(closeFrame(code, reason))
    this.#isOpen = false
    this.#endLater()
  }

  /** Ends this side. What the peer still sends is read and dropped: unread input would turn the end into a reset, and the close frame might be lost. */
  #end(): void {
    this.#decoder.end()
    this.#endLater()
    this.#socket.end()
    this.#socket.resume()
  }

  #endLater(): void {
    this.#cancelEnd ??= this.#clock.setTimer(CLOSE_TIMEOUT_MS, () => this.#socket.destroy())
  }
}

function onData(this: Socket, bytes: Buffer): void {
  ;(this as Owned)[FRAMED].onBytes(bytes)
}

function onDrain(this: Socket): void {
  ;(this as Owned)[FRAMED].onDrained()
}

function onEnd(this: Socket): void {
  ;(this as Owned)[FRAMED].onEnded()
}

function onClose(this: Socket): void {
  ;(this as Owned)[FRAMED].onGone()
}

/** The socket destroys itself, and its `close` follows. */
function onError(): void {}
