import { OPCODE } from './opcode.ts'

const LENGTH_16 = 126
const LENGTH_64 = 127
/** A mask hides a frame from proxies; its value means nothing to the server. */
const MASK = Buffer.from('37fa213d', 'hex')
/** With this mask the payload stays as it is: a load generator saves the work, the server does the same as with any other. */
export const ZERO_MASK = Buffer.alloc(4)

/** A client's frame, bit by bit: also what no library would send. */
export interface RawFrame {
  readonly opcode: number
  readonly payload?: string | Buffer
  readonly isFinal?: boolean
  /** The bits RSV1, RSV2, RSV3 as a number: 4 is RSV1. */
  readonly reserved?: number
  /** `null`: the frame has no mask, which the protocol forbids to a client. */
  readonly mask?: Buffer | null
  /** The length in the header, where it is not the payload's. */
  readonly statedLength?: bigint
}

/** The bytes of a frame. */
export function rawFrame({ opcode, payload = '', isFinal = true, reserved = 0, mask = MASK, statedLength }: RawFrame): Buffer {
  const data = Buffer.from(payload)
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode
  const header = Buffer.concat([Buffer.from([first]), lengthBytes(statedLength ?? BigInt(data.length), mask !== null)])
  if (mask === null) return Buffer.concat([header, data])
  if (mask !== ZERO_MASK) {
    for (let index = 0; index < data.length; index += 1) data.writeUInt8(data.readUInt8(index) ^ mask.readUInt8(index % 4), index)
  }
  return Buffer.concat([header, mask, data])
}

export function textFrame(value: unknown, mask = MASK): Buffer {
  return rawFrame({ opcode: OPCODE.text, payload: typeof value === 'string' ? value : JSON.stringify(value), mask })
}

/** A close frame with any code, valid or not. */
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
