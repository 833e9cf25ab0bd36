import { connect, type Socket } from 'node:net'
import { FrameReader } from './frame-reader.ts'
import { OPCODE } from './opcode.ts'
import { rawFrame, textFrame, ZERO_MASK } from './raw-frame.ts'
import { upgradeRequest } from './upgrade-request.ts'

/** Receives the bytes of every text frame. Most of them are counted and not parsed. */
export type TextListener = (payload: Buffer) => void

/**
 * The WebSocket client of load generators. It parses no text and keeps no frame: the generator shares the machine with the server, and the
 * receiver of a library would use more of it than the server does.
 */
export class RawReader {
  readonly #socket: Socket
  readonly #frames: FrameReader
  isClosed = false

  private constructor(socket: Socket, onText: TextListener) {
    this.#socket = socket
    this.#frames = new FrameReader((opcode, payload) => this.#onFrame(opcode, payload, onText))
  }

  /** Connects, and resolves when the server has switched to WebSocket. */
  static open(port: number, sessionId: string, onText: TextListener): Promise<RawReader> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      const reader = new RawReader(socket, onText)
      socket.once('error', reject)
      socket.once('close', () => {
        reader.isClosed = true
        reject(new Error('closed before the upgrade'))
      })
      socket.write(upgradeRequest(sessionId, { Host: `127.0.0.1:${port}` }))
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
        socket.on('data', (bytes) => reader.#frames.push(bytes))
        resolve(reader)
        if (end + 4 < head.length) reader.#frames.push(head.subarray(end + 4))
      }
      socket.on('data', onHead)
    })
  }

  /** Sends a text frame. */
  send(frame: object): void {
    this.#socket.write(textFrame(frame, ZERO_MASK))
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

  #onFrame(opcode: number, payload: Buffer, onText: TextListener): void {
    if (opcode === OPCODE.text) onText(payload)
    else if (opcode === OPCODE.ping) this.#socket.write(rawFrame({ opcode: OPCODE.pong, payload, mask: ZERO_MASK }))
    else if (opcode === OPCODE.close) this.isClosed = true
  }
}
