import { once } from 'node:events'
import { type ServerFrame, SOCKET_PATH, SUBPROTOCOL } from '@guestwall/protocol'
import { parseServerFrame } from '@guestwall/protocol/testing'
import { WebSocket } from 'ws'

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>

/** A minimal client of Wire v1: it sends frames and keeps the frames that come. It stands for programs that do not use the SDK. */
export class WireClient {
  readonly webSocket: WebSocket
  /** Every frame so far, in the order of arrival. */
  readonly frames: ServerFrame[] = []
  /** Set when the server closed. */
  closed: { code: number; reason: string } | null = null
  readonly #listeners = new Set<() => void>()
  #lastRef = 0

  private constructor(webSocket: WebSocket) {
    this.webSocket = webSocket
    webSocket.on('message', (data) => {
      const frame = parseServerFrame((data as Buffer).toString())
      this.frames.push(frame)
      if (frame.type === 'events') for (const { id } of frame.events) this.eventIds.push(id)
      this.#notify()
    })
    webSocket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() }
      this.#notify()
    })
    webSocket.on('error', () => {})
  }

  /** Opens a socket and sends nothing yet. */
  static async open(url: string, sessionId: string): Promise<WireClient> {
    const webSocket = new WebSocket(`${url.replace('http', 'ws')}${SOCKET_PATH}?session=${sessionId}`, SUBPROTOCOL, {
      perMessageDeflate: false,
    })
    const client = new WireClient(webSocket)
    await once(webSocket, 'open')
    return client
  }

  /** Opens a socket, sends `hello` and waits for `welcome`. */
  static async join(url: string, sessionId: string, hello: object): Promise<WireClient> {
    const client = await WireClient.open(url, sessionId)
    client.send({ type: 'hello', ...hello })
    await client.frame('welcome')
    return client
  }

  send(frame: object): void {
    this.webSocket.send(JSON.stringify(frame))
  }

  /** Sends a command and waits for its `ack` or `error`. */
  async ask(command: object): Promise<FrameOf<'ack'> | FrameOf<'error'>> {
    this.#lastRef += 1
    const ref = this.#lastRef
    this.send({ ...command, ref })
    const answer = await this.until(
      () =>
        this.frames.find(
          (frame): frame is FrameOf<'ack'> | FrameOf<'error'> => (frame.type === 'ack' || frame.type === 'error') && frame.ref === ref,
        ) ?? this.closed,
    )
    if (!('type' in answer)) throw new Error(`closed ${answer.code} ${answer.reason} before the answer to command ${ref}`)
    return answer
  }

  /** The first frame of a type, now or later. */
  frame<Type extends ServerFrame['type']>(type: Type): Promise<FrameOf<Type>> {
    return this.until(() => this.frames.find((frame): frame is FrameOf<Type> => frame.type === type))
  }

  /** The close, now or later. */
  whenClosed(): Promise<{ code: number; reason: string }> {
    return this.until(() => this.closed ?? undefined)
  }

  /** Ids of the events that came, in order. */
  readonly eventIds: number[] = []

  /** Waits until `look` finds something: it runs again after each frame and after the close. The time limit of the test ends it. */
  until<Found>(look: () => Found | null | undefined): Promise<Found> {
    return new Promise((resolve) => {
      const check = () => {
        const found = look()
        if (found === undefined || found === null) return
        this.#listeners.delete(check)
        resolve(found)
      }
      this.#listeners.add(check)
      check()
    })
  }

  close(code?: number): void {
    this.webSocket.close(code)
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }
}
