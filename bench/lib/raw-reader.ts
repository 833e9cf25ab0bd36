import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { SUBPROTOCOL } from '@guestwall/protocol'

const TEXT = 1
const CLOSE = 8
const PING = 9

/** Told of every text frame, as bytes: most are counted without being parsed. */
export type FrameListener = (payload: Buffer) => void

/**
 * A WebSocket client with nothing in it but the frames: the load generator shares the machine with the server, and a library's
 * receiver would take more of it than the server does.
 */
export class RawReader {
  readonly #socket: Socket
  readonly #onFrame: FrameListener
  #rest: Buffer = Buffer.alloc(0)
  isClosed = false

  private constructor(socket: Socket, onFrame: FrameListener) {
    this.#socket = socket
    this.#onFrame = onFrame
  }

  /** Connects, and resolves when the server has switched to WebSocket. */
  static open(port: number, sessionId: string, onFrame: FrameListener): Promise<RawReader> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      const reader = new RawReader(socket, onFrame)
      socket.once('error', reject)
      socket.once('close', () => {
        reader.isClosed = true
        reject(new Error('closed before the upgrade'))
      })
      socket.write(
        `GET /api/realtime/ws?session=${sessionId} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
      )
      let head = Buffer.alloc(0)
      const onHead = (chunk: Buffer) => {
        head = Buffer.concat([head, chunk])
        const end = head.indexOf('\r\n\r\n')
        if (end === -1) return
        if (!head.toString('latin1').startsWith('HTTP/1.1 101')) {
          reject(new Error(head.toString('latin1').split('\r\n')[0]))
          socket.destroy()
          return
        }
        socket.off('data', onHead)
        socket.on('data', (bytes) => reader.#take(bytes))
        resolve(reader)
        if (end + 4 < head.length) reader.#take(head.subarray(end + 4))
      }
      socket.on('data', onHead)
    })
  }

  /** Sends a text frame. */
  send(frame: object): void {
    this.#write(TEXT, Buffer.from(JSON.stringify(frame)))
  }

  /** Reads nothing more until `resume`. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(bytes: Buffer): void {
    let data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    for (;;) {
      if (data.length < 2) break
      const opcode = (data[0] as number) & 0x0f
      let length = (data[1] as number) & 0x7f
      let start = 2
      if (length === 126) {
        if (data.length < 4) break
        length = data.readUInt16BE(2)
        start = 4
      } else if (length === 127) {
        if (data.length < 10) break
        length = Number(data.readBigUInt64BE(2))
        start = 10
      }
      if (data.length < start + length) break
      const payload = data.subarray(start, start + length)
      if (opcode === TEXT) this.#onFrame(payload)
      else if (opcode === PING) this.#write(0xa, payload)
      else if (opcode === CLOSE) this.isClosed = true
      data = data.subarray(start + length)
    }
    this.#rest = data
  }

  #write(opcode: number, payload: Buffer): void {
    const { length } = payload
    const header =
      length < 126 ? Buffer.from([0x80 | opcode, 0x80 | length]) : Buffer.from([0x80 | opcode, 0xfe, length >> 8, length & 0xff])
    // A mask of zeros is a mask: the server does the same work, the generator less.
    this.#socket.write(Buffer.concat([header, Buffer.alloc(4), payload]))
  }
}
