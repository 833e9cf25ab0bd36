/** Opcodes of RFC 6455. */
export const OPCODE = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const

const LENGTH_16 = 126
const LENGTH_64 = 127
/** A mask hides a frame from proxies; what it is means nothing to the server. */
const MASK = Buffer.from('37fa213d', 'hex')

/** A client's frame, bit by bit: everything that a library would not let one send. */
export interface RawFrame {
  readonly opcode: number
  readonly payload?: string | Buffer
  readonly isFinal?: boolean
  /** The bits RSV1, RSV2, RSV3 as a number: 4 is RSV1. */
  readonly reserved?: number
  readonly isMasked?: boolean
  /** The length that the header tells, in place of the payload's. */
  readonly toldLength?: bigint
}

/** The bytes of a frame. */
export function rawFrame({ opcode, payload = '', isFinal = true, reserved = 0, isMasked = true, toldLength }: RawFrame): Buffer {
  const data = Buffer.from(payload)
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode
  const header = Buffer.concat([Buffer.from([first]), lengthBytes(toldLength ?? BigInt(data.length), isMasked)])
  if (!isMasked) return Buffer.concat([header, data])
  const masked = Buffer.from(data)
  for (let index = 0; index < masked.length; index += 1) masked.writeUInt8(masked.readUInt8(index) ^ MASK.readUInt8(index % 4), index)
  return Buffer.concat([header, MASK, masked])
}

export function textFrame(value: unknown): Buffer {
  return rawFrame({ opcode: OPCODE.text, payload: typeof value === 'string' ? value : JSON.stringify(value) })
}

/** A close frame with a code as it stands, valid or not. */
export function closeFrame(code: number, reason: string | Buffer = ''): Buffer {
  const head = Buffer.alloc(2)
  head.writeUInt16BE(code)
  return rawFrame({ opcode: OPCODE.close, payload: Buffer.concat([head, Buffer.from(reason)]) })
}

function lengthBytes(length: bigint, isMasked: boolean): Buffer {
  const maskBit = isMasked ? 0x80 : 0
  if (length < LENGTH_16) return Buffer.from([maskBit | Number(length)])
  if (length < 0x1_0000n) {
    const bytes = Buffer.from([maskBit | LENGTH_16, 0, 0])
    bytes.writeUInt16BE(Number(length), 1)
    return bytes
  }
  const bytes = Buffer.alloc(9)
  bytes.writeUInt8(maskBit | LENGTH_64)
  bytes.writeBigUInt64BE(length, 1)
  return bytes
}

/** A server's frame as it came. */
export interface ServerRawFrame {
  readonly opcode: number
  readonly payload: Buffer
}

/** Takes the whole frames off the front of the bytes; what is left is the beginning of the next. */
export function takeFrames(bytes: Buffer): { frames: ServerRawFrame[]; rest: Buffer } {
  const frames: ServerRawFrame[] = []
  let rest = bytes
  for (;;) {
    const frame = takeFrame(rest)
    if (frame === null) return { frames, rest }
    frames.push(frame)
    rest = frame.rest
  }
}

function takeFrame(bytes: Buffer): (ServerRawFrame & { rest: Buffer }) | null {
  if (bytes.length < 2) return null
  const short = bytes.readUInt8(1) & 0x7f
  const headLength = short === LENGTH_64 ? 10 : short === LENGTH_16 ? 4 : 2
  if (bytes.length < headLength) return null
  const length = short === LENGTH_64 ? Number(bytes.readBigUInt64BE(2)) : short === LENGTH_16 ? bytes.readUInt16BE(2) : short
  if (bytes.length < headLength + length) return null
  return {
    opcode: bytes.readUInt8(0) & 0x0f,
    payload: bytes.subarray(headLength, headLength + length),
    rest: bytes.subarray(headLength + length),
  }
}
