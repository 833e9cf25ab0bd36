const FIN_TEXT = 0x81
const FIN_CLOSE = 0x88
const FIN_PING = 0x89
const FIN_PONG = 0x8a
const LENGTH_16 = 126
const LENGTH_64 = 127
const NOTHING = Buffer.alloc(0)

/**
 * A whole WebSocket text frame, unmasked as the server side requires (RFC 6455, 5.2). It is built once and written to every socket:
 * framing it for each reader costs more than the copy.
 */
export function textFrame(json: string): Buffer {
  const length = Buffer.byteLength(json)
  const bytes = framed(FIN_TEXT, length)
  bytes.write(json, bytes.length - length)
  return bytes
}

/** An empty ping: the browser answers it by itself, even while a page's timers are suspended. */
export function pingFrame(): Buffer {
  return controlFrame(FIN_PING, NOTHING)
}

/** The answer to a ping. */
export function pongFrame(data: Buffer): Buffer {
  return controlFrame(FIN_PONG, data)
}

/** A close frame; `null`: without a code. */
export function closeFrame(code: number | null, reason = ''): Buffer {
  if (code === null) return controlFrame(FIN_CLOSE, NOTHING)
  return controlFrame(FIN_CLOSE, Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]))
}

function controlFrame(first: number, payload: Buffer): Buffer {
  const bytes = framed(first, payload.length)
  payload.copy(bytes, bytes.length - payload.length)
  return bytes
}

/** A frame whose payload of `length` bytes is still to be written, at its end. */
function framed(first: number, length: number): Buffer {
  if (length < LENGTH_16) {
    const bytes = Buffer.allocUnsafe(2 + length)
    bytes.writeUInt16BE((first << 8) | length, 0)
    return bytes
  }
  if (length < 0x1_0000) {
    const bytes = Buffer.allocUnsafe(4 + length)
    bytes.writeUInt16BE((first << 8) | LENGTH_16, 0)
    bytes.writeUInt16BE(length, 2)
    return bytes
  }
  const bytes = Buffer.allocUnsafe(10 + length)
  bytes.writeUInt16BE((first << 8) | LENGTH_64, 0)
  bytes.writeBigUInt64BE(BigInt(length), 2)
  return bytes
}
