import type { Role } from '@guestwall/protocol'

/** A socket as the pool uses it: it writes whole frames and never waits. */
export interface ReaderSocket {
  /** Bytes that were written here and are not yet passed to the operating system. */
  readonly unsentBytes: number
  /** Total bytes passed to the operating system. It grows as long as the peer reads. */
  readonly flushedBytes: number
  /** Writes whole frames. Does nothing when the socket is closed. */
  write(frames: Buffer): void
  /** Calls `write`, and sends all that it writes here in one system call. */
  together(write: () => void): void
  /** Closes with a WebSocket close code. Cuts the connection when the peer does not answer. */
  close(code: number, reason: string): void
}

/** Writes to a reader until it is at the head or its socket is full. */
export interface Delivery {
  deliver(reader: Reader): void
}

/** Backpressure: past this, nothing is written to a socket until it drains. The missing events stay in the log, not in memory (SYNC-7). */
export const UNSENT_LIMIT_BYTES = 64 * 1024

/** One live connection that reads a session: a position, and the socket that gets what follows it. */
export class Reader {
  readonly socket: ReaderSocket
  /** The role and the id decide, with the session, which events this reader may see. */
  readonly role: Role
  readonly guestId: string
  /** Everything up to this event was written to the socket. */
  position: number
  /** A page for this reader is being read from the store. */
  isReading = false
  /** Who keeps it at the head; `null` outside of the pool. Its connection asks for more when its socket has drained. */
  delivery: Delivery | null = null
  /** The online count that was written last; `null` before the first. */
  writtenOnline: number | null = null

  constructor(socket: ReaderSocket, actor: { readonly role: Role; readonly id: string }, position: number) {
    this.socket = socket
    this.role = actor.role
    this.guestId = actor.id
    this.position = position
  }

  /** Whether frames may be written now. */
  get isOpen(): boolean {
    return !this.isReading && this.socket.unsentBytes <= UNSENT_LIMIT_BYTES
  }
}
