/** A frame's payload. Its size is known before it is decoded. */
export interface FrameBytes {
  readonly length: number
  toString(): string
}

/** The connection that a socket belongs to. */
export interface PeerListener {
  onMessage(data: FrameBytes, isBinary: boolean): void
  onPing(data: Buffer): void
  onPong(): void
  /** What was written has left: the socket takes more. */
  onDrain(): void
  /** The socket is closed. Called once, and last. `code`: that of the peer's close frame; 1006 where it sent none. */
  onClose(code: number): void
}

/** The part of a WebSocket that a connection uses; `FramedSocket` and the tests implement it. */
export interface PeerSocket {
  /** Tells this listener everything from now on. Called once. */
  listen(listener: PeerListener): void
  /** Stops and continues reading. */
  pause(): void
  resume(): void
  pong(data: Buffer): void
  /** Destroys the connection without a close frame. */
  terminate(): void
}
