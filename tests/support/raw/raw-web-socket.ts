import type { ServerFrame } from '@guestwall/protocol'
import { parseServerFrame } from '@guestwall/protocol/testing'
import { FrameReader } from './frame-reader.ts'
import { OPCODE } from './opcode.ts'
import { textFrame } from './raw-frame.ts'
import { readAnswer } from './raw-http.ts'
import { RawSocket } from './raw-socket.ts'
import { upgradeRequest } from './upgrade-request.ts'

/** A server's frame as it came. */
export interface ServerRawFrame {
  readonly opcode: number
  readonly payload: Buffer
}

/** A WebSocket client that sends any bytes as a frame, answers nothing by itself and keeps every frame that comes. */
export class RawWebSocket {
  readonly raw: RawSocket
  #headEnd = 0

  private constructor(raw: RawSocket) {
    this.raw = raw
  }

  static async open(
    url: string,
    sessionId: string,
    options: { headers?: Readonly<Record<string, string | null>>; endsToo?: boolean } = {},
  ): Promise<RawWebSocket> {
    const webSocket = new RawWebSocket(await RawSocket.open(url, { endsToo: options.endsToo ?? true }))
    const { raw } = webSocket
    raw.write(upgradeRequest(sessionId, options.headers))
    webSocket.#headEnd = await raw.until(() => {
      const answer = readAnswer(raw)
      if (answer !== undefined) throw new Error(`no upgrade: ${answer.status} ${answer.body}`)
      const end = raw.received.indexOf('\r\n\r\n')
      return end === -1 ? undefined : end + 4
    })
    return webSocket
  }

  /** Opens, sends `hello` and waits for `welcome`. */
  static async join(url: string, sessionId: string, hello: object, options: { endsToo?: boolean } = {}): Promise<RawWebSocket> {
    const webSocket = await RawWebSocket.open(url, sessionId, options)
    webSocket.write(textFrame({ type: 'hello', ...hello }))
    await webSocket.until((frames) => frames.find(({ type }) => type === 'welcome'))
    return webSocket
  }

  /** The head of the answer to the upgrade. */
  get head(): string {
    return this.raw.received.subarray(0, this.#headEnd).toString('latin1')
  }

  get rawFrames(): ServerRawFrame[] {
    const frames: ServerRawFrame[] = []
    new FrameReader((opcode, payload) => frames.push({ opcode, payload })).push(this.raw.received.subarray(this.#headEnd))
    return frames
  }

  /** The frames of Wire v1 that came. */
  get frames(): ServerFrame[] {
    return this.rawFrames.flatMap(({ opcode, payload }) => (opcode === OPCODE.text ? [parseServerFrame(payload.toString())] : []))
  }

  /** The code of the server's close frame, 1005 for one without, `null` before it came. */
  get closeCode(): number | null {
    const close = this.rawFrames.find(({ opcode }) => opcode === OPCODE.close)
    if (close === undefined) return null
    return close.payload.length === 0 ? 1005 : close.payload.readUInt16BE(0)
  }

  write(bytes: Buffer): void {
    this.raw.write(bytes)
  }

  until<Found>(look: (frames: ServerFrame[]) => Found | undefined): Promise<Found> {
    return this.raw.until(() => look(this.frames))
  }

  /** The server's close code; 1006 when the connection ended without one. */
  whenClosed(): Promise<number> {
    return this.raw.until(() => this.closeCode ?? (this.raw.isEnded ? 1006 : undefined))
  }

  destroy(): void {
    this.raw.destroy()
  }
}
