import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A TCP connection that sends exactly the given bytes and keeps the bytes that it receives. */
export class RawSocket {
  readonly socket: Socket
  received = Buffer.alloc(0)
  /** The server ended or reset the connection. */
  isEnded = false
  readonly #listeners = new Set<() => void>()

  private constructor(socket: Socket, reads: boolean) {
    this.socket = socket
    socket.on('error', () => {})
    // Paused first: a socket that has begun to read goes on until its own buffer is full.
    if (!reads) socket.pause()
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk])
      this.#notify()
    })
    const onEnd = () => {
      this.isEnded = true
      this.#notify()
    }
    socket.on('end', onEnd)
    socket.on('close', onEnd)
  }

  /** `reads`: whether it reads at all. `endsToo`: whether it ends its side when the server ends its own. */
  static async open(url: string, { reads = true, endsToo = true }: { reads?: boolean; endsToo?: boolean } = {}): Promise<RawSocket> {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: !endsToo })
    const raw = new RawSocket(socket, reads)
    await once(socket, 'connect')
    return raw
  }

  write(bytes: string | Buffer): void {
    if (this.socket.writable) this.socket.write(bytes)
  }

  /** Waits until `look` finds something: it runs again after each chunk and at the end. */
  until<Found>(look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve) => {
      const check = () => {
        const found = look()
        if (found === undefined) return
        this.#listeners.delete(check)
        resolve(found)
      }
      this.#listeners.add(check)
      check()
    })
  }

  async whenEnded(): Promise<void> {
    await this.until(() => (this.isEnded ? true : undefined))
  }

  /** Resolves when both sides have closed the connection. */
  async whenGone(): Promise<void> {
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve))
  }

  destroy(): void {
    this.socket.destroy()
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }
}
