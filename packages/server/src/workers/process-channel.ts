import type { Serializable } from 'node:child_process'
import type { Channel } from './channel.ts'

/** So many messages wait for a process that does not read before it counts as stuck. */
const MAX_WAITING = 50_000

/** An end of the IPC channel of Node.js: this process towards its parent, or a parent towards its child. */
export interface IpcEnd {
  send?(message: Serializable, handle: undefined, options: undefined, callback: (error: Error | null) => void): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
}

/**
 * A channel over the IPC of Node.js. One transfer is in flight, and the messages of the meantime are the next one: an idle channel waits for nothing,
 * and on a busy one many messages share a system call.
 */
export class ProcessChannel implements Channel {
  readonly #end: IpcEnd
  readonly #onStuck: () => void
  #waiting: unknown[] = []
  #isBusy = false
  #isClosed = false

  /** `onStuck` is called once when the other process has not read for too long; nothing is sent to it any more. */
  constructor(end: IpcEnd, onStuck: () => void) {
    this.#end = end
    this.#onStuck = onStuck
  }

  send(message: unknown): void {
    if (this.#isClosed) return
    this.#waiting.push(message)
    if (this.#waiting.length > MAX_WAITING) {
      this.#close()
      this.#onStuck()
    } else if (!this.#isBusy) {
      this.#isBusy = true
      // After all that the loop has read: its answers go together.
      setImmediate(() => this.#transfer())
    }
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#end.on('message', (transfer) => {
      // Node.js itself and the parent of `npm start` may send something else.
      if (Array.isArray(transfer)) for (const message of transfer) listener(message)
    })
  }

  #transfer(): void {
    const transfer = this.#waiting
    this.#waiting = []
    this.#isBusy = transfer.length > 0 && !this.#isClosed
    if (!this.#isBusy) return
    this.#end.send?.(transfer, undefined, undefined, (error) => {
      // The other process is gone; its exit is reported elsewhere.
      if (error !== null) this.#close()
      this.#transfer()
    })
  }

  #close(): void {
    this.#isClosed = true
    this.#waiting = []
  }
}
