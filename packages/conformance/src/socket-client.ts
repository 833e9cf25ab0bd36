import { type Guest, type Position, type ServerFrame, SUBPROTOCOL, type WallEvent } from '@guestwall/protocol'
import { RuleBroken, shown } from './check.ts'
import { parseServerFrame } from './parse.ts'
import type { Target, TargetSocket } from './target.ts'

export type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>

/** One socket that keeps every frame, parsed. A frame that is none fails whatever is waited for next. */
export class SocketClient {
  readonly frames: ServerFrame[] = []
  closedWith: number | null = null
  #socket: TargetSocket | null = null
  #failure: RuleBroken | null = null
  /** The position that `hello` named. */
  #from = 0
  #lastRef = 0
  readonly #watchers = new Set<() => void>()

  private constructor() {}

  /** Opens a socket and sends nothing yet. */
  static async open(target: Target, sessionId: string, subprotocol: string = SUBPROTOCOL): Promise<SocketClient> {
    const client = new SocketClient()
    client.#socket = await target.openSocket(
      sessionId,
      {
        onText: (text) => client.#receive(text),
        onClose: (code) => {
          client.closedWith = code
          client.#notify()
        },
      },
      subprotocol,
    )
    return client
  }

  /** Opens a socket, sends `hello` and waits for the catch-up. */
  static async join(
    target: Target,
    sessionId: string,
    hello: { token?: string; guestName?: string; position?: Position },
  ): Promise<SocketClient> {
    const client = await SocketClient.open(target, sessionId)
    client.#from = hello.position?.lastEventId ?? 0
    client.send({ type: 'hello', ...hello })
    const welcome = await client.frame('welcome')
    if (!welcome.recovered) await client.frame('snapshot')
    return client
  }

  get welcome(): FrameOf<'welcome'> {
    const welcome = this.frames.find((frame) => frame.type === 'welcome')
    if (welcome?.type !== 'welcome') throw new RuleBroken('there was no welcome')
    return welcome
  }

  get guest(): Guest {
    return this.welcome.guest
  }

  get token(): string {
    return this.welcome.token
  }

  /** Where this reader is: after its snapshot, or its position, and all frames of events. */
  get position(): Position {
    const lastEventId = this.frames.reduce((last, frame) => {
      if (frame.type === 'snapshot') return frame.lastEventId
      return frame.type === 'events' ? Math.max(last, frame.to) : last
    }, this.#from)
    return { epoch: this.welcome.epoch, lastEventId }
  }

  /** The newest event that the server has told of: 0 before its first snapshot or frame of events. */
  get told(): number {
    return this.frames.reduce((last, frame) => {
      if (frame.type === 'snapshot') return Math.max(last, frame.lastEventId)
      return frame.type === 'events' ? Math.max(last, frame.to) : last
    }, 0)
  }

  get events(): WallEvent[] {
    return this.frames.flatMap((frame) => (frame.type === 'events' ? (frame.events as WallEvent[]) : []))
  }

  send(frame: object): void {
    this.sendText(JSON.stringify(frame))
  }

  sendText(text: string): void {
    this.#socket?.send(text)
  }

  /** Sends a command and waits for its `ack` or `error`. */
  command(command: object): Promise<FrameOf<'ack'> | FrameOf<'error'>> {
    this.#lastRef += 1
    const ref = this.#lastRef
    this.send({ ...command, ref })
    return this.until(`the answer to command ${ref}`, () =>
      this.frames.find(
        (frame): frame is FrameOf<'ack'> | FrameOf<'error'> => (frame.type === 'ack' || frame.type === 'error') && frame.ref === ref,
      ),
    )
  }

  frame<Type extends ServerFrame['type']>(type: Type): Promise<FrameOf<Type>> {
    return this.until(`a frame ${type}`, () => this.frames.find((frame): frame is FrameOf<Type> => frame.type === type))
  }

  /** The first event that fits, now or later. */
  event<Type extends WallEvent['type']>(
    type: Type,
    fits: (event: Extract<WallEvent, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<WallEvent, { type: Type }>> {
    return this.until(`an event ${type}`, () =>
      this.events.find(
        (event): event is Extract<WallEvent, { type: Type }> => event.type === type && fits(event as Extract<WallEvent, { type: Type }>),
      ),
    )
  }

  /** The code that the server closed with, now or later. */
  closed(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#watch(() => this.closedWith ?? undefined, resolve, reject)
    })
  }

  /** Waits until `look` finds something. Ends with the rule's own time limit. A close ends it too. */
  until<Found>(what: string, look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const lookOrFail = () => {
        const found = look()
        if (found === undefined && this.closedWith !== null) {
          throw new RuleBroken(`the server closed the socket with ${this.closedWith} before ${what}; frames: ${shown(this.frames)}`)
        }
        return found
      }
      this.#watch(lookOrFail, resolve, reject)
    })
  }

  close(code?: number): void {
    this.#socket?.close(code)
  }

  #watch<Found>(look: () => Found | undefined, resolve: (found: Found) => void, reject: (error: unknown) => void): void {
    const check = () => {
      try {
        if (this.#failure !== null) throw this.#failure
        const found = look()
        if (found === undefined) return
        resolve(found)
      } catch (error) {
        reject(error)
      }
      this.#watchers.delete(check)
    }
    this.#watchers.add(check)
    check()
  }

  #receive(text: string): void {
    try {
      this.frames.push(parseServerFrame(text))
    } catch (error) {
      this.#failure ??= error instanceof RuleBroken ? error : new RuleBroken(String(error))
    }
    this.#notify()
  }

  #notify(): void {
    for (const check of this.#watchers) check()
  }
}
