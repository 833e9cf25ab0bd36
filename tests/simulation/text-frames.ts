/** What a server's bytes say: the texts of its WebSocket frames, and whether a ping is among them. */
export interface Frames {
  readonly texts: readonly string[]
  readonly hasPing: boolean
}

const OPCODE_PING = 9
const LENGTH_16 = 126
const LENGTH_64 = 127

/** Reads whole, unmasked frames, as a server writes them (RFC 6455, 5.2). */
export function readFrames(bytes: Buffer): Frames {
  const texts: string[] = []
  let hasPing = false
  let at = 0
  while (at < bytes.length) {
    const opcode = bytes.readUInt8(at) & 0x0f
    let length = bytes.readUInt8(at + 1)
    let start = at + 2
    if (length === LENGTH_16) {
      length = bytes.readUInt16BE(start)
      start += 2
    } else if (length === LENGTH_64) {
      length = Number(bytes.readBigUInt64BE(start))
      start += 8
    }
    at = start + length
    if (opcode === OPCODE_PING) hasPing = true
    else texts.push(bytes.toString('utf8', start, at))
  }
  return { texts, hasPing }
}
