import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A TCP connection that says exactly what it is told to, and keeps what it hears. */
export class RawSocket {
  readonly socket: Socket
  received = Buffer.alloc(0)
  /** The server ended or reset the connection. */
  isEnded = false
  readonly #listeners = new Set<() => void>()

  private constructor(socket: Socket, hears: boolean) {
    this.socket = socket
    socket.on('error', () => {})
    // Paused first: a socket that has begun to read goes on until its own buffer is full.
    if (!hears) socket.pause()
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk])
      this.#tell()
    })
    const onEnd = () => {
      this.isEnded = true
      this.#tell()
    }
    socket.on('end', onEnd)
    socket.on('close', onEnd)
  }

  /** `hears`: whether it reads at all. `endsToo`: whether it answers the server's end with its own. */
  static async open(url: string, { hears = true, endsToo = true }: { hears?: boolean; endsToo?: boolean } = {}): Promise<RawSocket> {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: !endsToo })
    const raw = new RawSocket(socket, hears)
    await once(socket, 'connect')
    return raw
  }

  write(bytes: string | Buffer): void {
    if (this.socket.writable) this.socket.write(bytes)
  }

  /** Waits until `look` finds something; each chunk and the end look again. */
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

  /** Resolves when the connection is gone on both sides: a half that is still open counts as open. */
  async whenGone(): Promise<void> {
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve))
  }

  destroy(): void {
    this.socket.destroy()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
