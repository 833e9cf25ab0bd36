import type { Role } from '@guestwall/protocol'

/** A socket as the pool writes to it: whole frames, never waiting. */
export interface ReaderSocket {
  /** Bytes that were written and that the system has not taken yet. */
  readonly unsentBytes: number
  /** Bytes that the system has taken, in all: grows as long as the peer reads. */
  readonly takenBytes: number
  /** Writes whole frames. After the socket is gone it does nothing. */
  write(frames: Buffer): void
  /** Closes with a WebSocket close code; ends hard when the peer does not answer. */
  close(code: number, reason: string): void
  /** Calls `listener` each time everything written was taken. */
  onDrain(listener: () => void): void
}

/** Past this a socket gets nothing more until it drains: what it lacks stays in the log, not in our memory (SYNC-7). */
const UNSENT_LIMIT_BYTES = 64 * 1024

/** Somebody who reads a session live: a position, and a socket to move it over. */
export class Reader {
  readonly socket: ReaderSocket
  /** Who reads: what they may see follows from it and from the session. */
  readonly role: Role
  readonly guestId: string
  /** Everything up to this event was written to the socket. */
  position: number
  /** A page for it is being read from the store. */
  isReading = false
  /** The count that it was told last; -1 before the first. */
  toldOnline = -1

  constructor(socket: ReaderSocket, who: { readonly role: Role; readonly id: string }, position: number) {
    this.socket = socket
    this.role = who.role
    this.guestId = who.id
    this.position = position
  }

  /** Whether it may be written to now. */
  get isOpen(): boolean {
    return !this.isReading && this.socket.unsentBytes <= UNSENT_LIMIT_BYTES
  }
}
