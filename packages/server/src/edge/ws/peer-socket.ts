/** A frame's payload: its size is known before anything is made of it. */
export interface FrameBytes {
  readonly length: number
  toString(): string
}

/** What a connection needs of a WebSocket: the `ws` library's is one, a test's another. */
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
  /** Ends the connection without a word. */
  terminate(): void
}
