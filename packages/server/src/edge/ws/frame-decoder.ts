import { isUtf8 } from 'node:buffer'
import { CLOSE, MAX_FRAME_BYTES } from '@guestwall/protocol'

/** Frames of one message. More of them are a flood, not a text. */
const MAX_FRAGMENTS = 16
/** Pieces in which one frame arrives. */
const MAX_PIECES = 256

const OPCODE = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const
const FIRST_CONTROL_OPCODE = 0x8
const MAX_CONTROL_BYTES = 125

const FINAL = 0x80
const RESERVED = 0x70
const MASKED = 0x80
const LENGTH_16 = 126
const LENGTH_64 = 127
const MASK_BYTES = 4

/** Close codes of RFC 6455, 7.4.1. */
const PROTOCOL_ERROR = 1002
const NOT_UTF8 = 1007
const POLICY = 1008
/** Stands for a close frame without a code. It is never sent. */
export const NO_CODE = 1005

/** The frame is not whole yet. */
const INCOMPLETE = -1

/** What a peer sent. */
export interface FrameListener {
  onMessage(data: Buffer, isBinary: boolean): void
  onPing(data: Buffer): void
  onPong(): void
  /** The peer closes, with this code or `NO_CODE`. Nothing follows. */
  onCloseFrame(code: number): void
  /** The peer broke the protocol or a limit: the connection is to be closed with this code. Nothing follows. */
  onBroken(code: number): void
}

/** The frames so far of a message that goes on. */
interface Unfinished {
  readonly isBinary: boolean
  readonly bytes: Buffer
  readonly frames: number
}

/** The bytes so far of a frame, and the pieces in which they came. */
interface PartOfFrame {
  readonly bytes: Buffer
  readonly pieces: number
}

/**
 * Takes the bytes of a client apart (RFC 6455, 5). Compression is never agreed, so every frame stands for itself. Between two messages it holds nothing;
 * what has to wait is a copy, so that no buffer of the socket is kept for a part of it.
 */
export class FrameDecoder {
  #part: PartOfFrame | null = null
  #unfinished: Unfinished | null = null
  #isEnded = false

  /** Takes the next bytes apart, and tells each whole frame before it returns. It unmasks in place: the bytes belong to it. */
  push(piece: Buffer, listener: FrameListener): void {
    const before = this.#part
    const bytes = before === null ? piece : Buffer.concat([before.bytes, piece])
    let at = 0
    while (at < bytes.length && !this.#isEnded) {
      const end = this.#readFrame(bytes, at, listener)
      if (end === INCOMPLETE) break
      at = end
    }
    this.#part = null
    if (at === bytes.length || this.#isEnded) return
    const pieces = at === 0 && before !== null ? before.pieces + 1 : 1
    if (pieces > MAX_PIECES) this.#break(POLICY, listener)
    else this.#part = { bytes: Buffer.from(bytes.subarray(at)), pieces }
  }

  /** Ignores whatever comes from now on. */
  end(): void {
    this.#isEnded = true
    this.#part = null
    this.#unfinished = null
  }

  /** Reads the frame at `at` and returns where it ends. */
  #readFrame(bytes: Buffer, at: number, listener: FrameListener): number {
    const left = bytes.length - at
    if (left < 2) return INCOMPLETE
    const first = bytes[at] as number
    const second = bytes[at + 1] as number
    if (!this.#mayFollow(first, second)) return this.#break(PROTOCOL_ERROR, listener)
    let length = second & ~MASKED
    let start = at + 2
    if (length === LENGTH_16) {
      if (left < 4) return INCOMPLETE
      length = bytes.readUInt16BE(start)
      start += 2
    } else if (length === LENGTH_64) {
      if (left < 10) return INCOMPLETE
      // Beyond 2^53 it is not exact, and far beyond the limit.
      length = bytes.readUInt32BE(start) * 2 ** 32 + bytes.readUInt32BE(start + 4)
      start += 8
    }
    const opcode = first & 0x0f
    // Refused by its header alone: its bytes are never kept.
    if (opcode < FIRST_CONTROL_OPCODE && length + (this.#unfinished?.bytes.length ?? 0) > MAX_FRAME_BYTES) {
      return this.#break(CLOSE.tooLarge, listener)
    }
    start += MASK_BYTES
    const end = start + length
    if (end > bytes.length) return INCOMPLETE
    unmask(bytes, start, end)
    const payload = bytes.subarray(start, end)
    if (opcode < FIRST_CONTROL_OPCODE) this.#onData(opcode, (first & FINAL) !== 0, payload, listener)
    else this.#onControl(opcode, payload, listener)
    return end
  }

  /** Whether a frame with these first two bytes may follow what came before (RFC 6455, 5.1 to 5.5). */
  #mayFollow(first: number, second: number): boolean {
    if ((first & RESERVED) !== 0 || (second & MASKED) === 0) return false
    switch (first & 0x0f) {
      case OPCODE.continuation:
        return this.#unfinished !== null
      case OPCODE.text:
      case OPCODE.binary:
        return this.#unfinished === null
      case OPCODE.ping:
      case OPCODE.pong:
        return (first & FINAL) !== 0 && (second & ~MASKED) <= MAX_CONTROL_BYTES
      case OPCODE.close:
        // Half a code is none.
        return (first & FINAL) !== 0 && (second & ~MASKED) <= MAX_CONTROL_BYTES && (second & ~MASKED) !== 1
      default:
        return false
    }
  }

  #onData(opcode: number, isFinal: boolean, payload: Buffer, listener: FrameListener): void {
    const before = this.#unfinished
    const isBinary = before === null ? opcode === OPCODE.binary : before.isBinary
    const frames = (before?.frames ?? 0) + 1
    if (frames > MAX_FRAGMENTS) return void this.#break(POLICY, listener)
    if (!isFinal) {
      this.#unfinished = { isBinary, bytes: Buffer.concat(before === null ? [payload] : [before.bytes, payload]), frames }
      return
    }
    this.#unfinished = null
    const message = before === null ? payload : Buffer.concat([before.bytes, payload])
    if (isBinary || isUtf8(message)) listener.onMessage(message, isBinary)
    else this.#break(NOT_UTF8, listener)
  }

  #onControl(opcode: number, payload: Buffer, listener: FrameListener): void {
    if (opcode === OPCODE.ping) return listener.onPing(payload)
    if (opcode === OPCODE.pong) return listener.onPong()
    const code = payload.length === 0 ? NO_CODE : payload.readUInt16BE(0)
    if (code !== NO_CODE || payload.length > 0) {
      if (!maySend(code)) return void this.#break(PROTOCOL_ERROR, listener)
      if (!isUtf8(payload.subarray(2))) return void this.#break(NOT_UTF8, listener)
    }
    this.end()
    listener.onCloseFrame(code)
  }

  #break(code: number, listener: FrameListener): typeof INCOMPLETE {
    this.end()
    listener.onBroken(code)
    return INCOMPLETE
  }
}

/** Whether a close frame may have this code (RFC 6455, 7.4; 1012 to 1014 are registered since). */
function maySend(code: number): boolean {
  if (code >= 3000) return code < 5000
  return code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)
}

/** Removes the mask of the payload from `start` to `end`, which stands before it. */
function unmask(bytes: Buffer, start: number, end: number): void {
  const mask = [bytes[start - 4] as number, bytes[start - 3] as number, bytes[start - 2] as number, bytes[start - 1] as number] as const
  if ((mask[0] | mask[1] | mask[2] | mask[3]) === 0) return
  for (let at = start; at < end; at += 1) bytes[at] = (bytes[at] as number) ^ (mask[(at - start) & 3] as number)
}
