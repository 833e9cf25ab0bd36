/** One end of a connection between two processes. Messages arrive in order, and none is lost while both processes live. */
export interface Channel {
  /** Never waits. The message must be data that can be cloned. */
  send(message: unknown): void
  /** Calls the listener for every message, at once. */
  onMessage(listener: (message: unknown) => void): void
}
