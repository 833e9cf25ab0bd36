import type { PeerListener, PeerSocket, ReaderSocket } from '@guestwall/server'
import type { ServerFrame } from '@guestwall/protocol'
import type { Peer } from './stage.ts'

/** A socket without a network: frames arrive when they are written. */
export class VirtualPeer implements PeerSocket, ReaderSocket, Peer {
  unsentBytes = 0
  flushedBytes = 0
  isOpen = true
  isAnswered = false
  readonly #onFrame: (text: string) => void
  readonly #asked = new Map<number, (frame: ServerFrame | null) => void>()
  readonly #onEnd: (() => void)[] = []
  #listener: PeerListener | null = null
  #lastRef = 0

  constructor(onFrame: (text: string) => void) {
    this.#onFrame = onFrame
  }

  listen(listener: PeerListener): void {
    this.#listener = listener
  }

  pause(): void {}
  resume(): void {}
  pong(): void {}
  terminate(): void {
    this.#end(1006)
  }

  write(frames: Buffer): void {
    if (!this.isOpen) return
    for (const text of textsOf(frames)) {
      this.#onFrame(text)
      const frame = JSON.parse(text) as ServerFrame
      if ((frame.type === 'ack' || frame.type === 'error') && frame.ref !== undefined) this.#answer(frame.ref, frame)
      this.#answered()
    }
  }

  together(write: () => void): void {
    write()
  }
  close(code = 1000): void {
    this.#end(code)
  }

  ask(command: object): Promise<ServerFrame | null> {
    if (!this.isOpen) return Promise.resolve(null)
    const ref = (this.#lastRef += 1)
    return new Promise((resolve) => {
      this.#asked.set(ref, resolve)
      this.say({ ...command, ref })
    })
  }

  say(frame: object): void {
    this.#listener?.onMessage(Buffer.from(JSON.stringify(frame)), false)
  }

  /** Resolves with the first frame or the end. */
  whenAnswered(): Promise<void> {
    return this.isAnswered ? Promise.resolve() : new Promise((resolve) => this.#onEnd.push(resolve))
  }

  #answer(ref: number, frame: ServerFrame | null): void {
    this.#asked.get(ref)?.(frame)
    this.#asked.delete(ref)
  }

  #answered(): void {
    this.isAnswered = true
    for (const listener of this.#onEnd.splice(0)) listener()
  }

  #end(code: number): void {
    if (!this.isOpen) return
    this.isOpen = false
    for (const ref of this.#asked.keys()) this.#answer(ref, null)
    this.#answered()
    this.#listener?.onClose(code)
  }
}

/** The texts of the frames in a buffer; frames of other kinds are skipped. */
function* textsOf(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length; ) {
    const short = (bytes[at + 1] as number) & 0x7f
    const start = at + (short === 126 ? 4 : short === 127 ? 10 : 2)
    const length = short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short
    if (bytes[at] === 0x81) yield bytes.toString('utf8', start, start + length)
    at = start + length
  }
}
