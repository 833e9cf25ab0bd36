/** Receives each frame of a server. The payload is a view of the bytes that came, not a copy. */
export type FrameListener = (opcode: number, payload: Buffer) => void

const LENGTH_16 = 126
const LENGTH_64 = 127

/** Splits the bytes of a server, which masks nothing, into frames (RFC 6455, 5.2). It reads no payload. */
export class FrameReader {
  readonly #onFrame: FrameListener
  #rest: Buffer = Buffer.alloc(0)

  constructor(onFrame: FrameListener) {
    this.#onFrame = onFrame
  }

  push(bytes: Buffer): void {
    const data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    let at = 0
    for (;;) {
      const left = data.length - at
      if (left < 2) break
      const opcode = data.readUInt8(at) & 0x0f
      let length = data.readUInt8(at + 1) & 0x7f
      let headLength = 2
      if (length === LENGTH_16) {
        if (left < 4) break
        length = data.readUInt16BE(at + 2)
        headLength = 4
      } else if (length === LENGTH_64) {
        if (left < 10) break
        length = Number(data.readBigUInt64BE(at + 2))
        headLength = 10
      }
      if (left < headLength + length) break
      const end = at + headLength + length
      this.#onFrame(opcode, data.subarray(at + headLength, end))
      at = end
    }
    this.#rest = data.subarray(at)
  }
}
