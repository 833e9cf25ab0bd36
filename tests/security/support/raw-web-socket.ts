import { randomBytes } from 'node:crypto'
import { type ServerFrame, SUBPROTOCOL } from '@guestwall/protocol'
import { parseServerFrame } from '@guestwall/protocol/testing'
import { OPCODE, type ServerRawFrame, takeFrames, textFrame } from './raw-frame.ts'
import { readAnswer } from './raw-http.ts'
import { RawSocket } from './raw-socket.ts'

/** The lines of a proper upgrade; those given replace or, as `null`, remove theirs. */
export function upgradeRequest(
  sessionId: string,
  changes: Readonly<Record<string, string | null>> = {},
  { path = `/api/realtime/ws?session=${sessionId}`, version = '1.1', method = 'GET' } = {},
): string {
  const headers: Record<string, string | null> = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Protocol': SUBPROTOCOL,
    ...changes,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  return [`${method} ${path} HTTP/${version}`, ...lines, '', ''].join('\r\n')
}

/** A WebSocket made of bytes: it sends any frame, and answers nothing by itself. */
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

  /** Opens, says hello, and waits for the welcome. */
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
    return takeFrames(this.raw.received.subarray(this.#headEnd)).frames
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
