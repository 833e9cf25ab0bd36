const FIN_TEXT = 0x81
const FIN_PING = 0x89
const LENGTH_16 = 126
const LENGTH_64 = 127

/**
 * A whole WebSocket text frame, unmasked as the server side requires (RFC 6455, 5.2). It is built once and written to every socket:
 * framing it for each reader costs more than the copy.
 */
export function textFrame(json: string): Buffer {
  return frame(FIN_TEXT, Buffer.from(json))
}

/** An empty ping: the browser answers it by itself, even while a page's timers are suspended. */
export function pingFrame(): Buffer {
  return frame(FIN_PING, Buffer.alloc(0))
}

function frame(first: number, payload: Buffer): Buffer {
  const { length } = payload
  let header: Buffer
  if (length < LENGTH_16) {
    header = Buffer.from([first, length])
  } else if (length < 0x1_0000) {
    header = Buffer.from([first, LENGTH_16, length >> 8, length & 0xff])
  } else {
    header = Buffer.alloc(10)
    header.writeUInt8(first, 0)
    header.writeUInt8(LENGTH_64, 1)
    header.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([header, payload])
}
