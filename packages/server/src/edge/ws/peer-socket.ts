/** A frame's payload. Its size is known before it is decoded. */
export interface FrameBytes {
  readonly length: number
  toString(): string
}

/** The part of a WebSocket that a connection uses; the `ws` library and the tests implement it. */
export interface PeerSocket {
  on(event: 'message', listener: (data: FrameBytes, isBinary: boolean) => void): unknown
  on(event: 'ping', listener: (data: Buffer) => void): unknown
  on(event: 'pong', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'close', listener: (code: number) => void): unknown
  /** Stops and continues reading. */
  pause(): void
  resume(): void
  pong(data: Buffer): void
  /** Destroys the connection without a close frame. */
  terminate(): void
}
