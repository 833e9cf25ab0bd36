import type { Socket, SocketListener } from '@guestwall/client'
import type { PeerListener, PeerSocket, ReaderSocket } from '@guestwall/server'
import type { Process } from './process.ts'
import { FrameReader } from '../support/raw/frame-reader.ts'
import { OPCODE } from '../support/raw/opcode.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'
import type { Weather } from './weather.ts'

/** A peer that does not answer a close is cut off after this. */
const CLOSE_TIMEOUT_MS = 3_000
const ABNORMAL = 1006

type Who = 'both' | 'client' | 'server' | 'nobody'

/** The events of a socket for the simulation, besides its two ends. */
export interface SocketObserver {
  onClientText(text: string): void
  /** Just before the client hears it. */
  onServerText(text: string): void
  /** Lost on the way, which TCP forbids and a broken middlebox does not know: the client must notice (SYNC-2). */
  onSwallowed(): void
}

/** One WebSocket through bad weather: the client's end and, once it was accepted, the server's. */
export class SimulatedSocket {
  readonly name: string
  readonly #time: VirtualClock
  readonly #weather: Weather
  readonly #page: Process
  readonly #listener: SocketListener
  readonly #observer: SocketObserver
  readonly #toServer: (arrive: () => void) => void
  readonly #toClient: (arrive: () => void) => void
  readonly #bytesPerSecond: number | null
  #isClientOver = false
  #isServerOver = true
  #isCut = false
  /** The connection at the server's end. */
  #server: PeerListener | null = null
  #isPaused = false
  #backlog: (() => void)[] = []
  #unsent: Buffer[] = []
  #unsentBytes = 0
  #flushedBytes = 0
  #isTaking = false
  #closing: number | null = null
  readonly #frames = new FrameReader((opcode, payload) => this.#arrive(opcode, payload))

  constructor(
    name: string,
    time: VirtualClock,
    weather: Weather,
    page: Process,
    ends: { readonly listener: SocketListener; readonly observer: SocketObserver },
  ) {
    this.name = name
    this.#time = time
    this.#weather = weather
    this.#page = page
    this.#listener = ends.listener
    this.#observer = ends.observer
    this.#toServer = weather.pipe()
    this.#toClient = weather.pipe()
    this.#bytesPerSecond = weather.bytesPerSecond
  }

  get isOver(): boolean {
    return this.#isClientOver && this.#isServerOver
  }

  readonly client: Socket = {
    send: (text) => {
      if (this.#isClientOver) return
      this.#observer.onClientText(text)
      this.#carryToServer(() => this.#hear((server) => server.onMessage(text, false)))
    },
    close: (code = 1000) => {
      if (this.#isClientOver) return
      this.#carryToServer(() => this.#endServer(code))
      this.#endClient(code)
    },
  }

  /** The server takes the connection: its end, and the open that the client will hear. */
  accept(take: (peer: PeerSocket, reader: ReaderSocket) => void): void {
    this.#isServerOver = false
    this.#carryToClient(() => this.#listener.onOpen())
    take(this.#peer(), this.#reader())
  }

  /** A 101 by somebody who then says nothing. */
  openOnto(): void {
    this.#carryToClient(() => this.#listener.onOpen())
  }

  /** Nobody took the connection. */
  refuse(): void {
    this.#carryToClient(() => this.#endClient(ABNORMAL))
  }

  /** Everything on its way is lost; who is told hears it now. */
  cut(told: Who): void {
    this.#isCut = true
    if (told === 'both' || told === 'server') this.#endServer(ABNORMAL)
    if (told === 'both' || told === 'client') this.#page.run(() => this.#endClient(ABNORMAL))
  }

  #carryToServer(arrive: () => void): void {
    if (this.#isCut) return
    this.#toServer(() => {
      if (!this.#isCut && !this.#isServerOver) arrive()
    })
  }

  #carryToClient(arrive: () => void): void {
    if (this.#isCut) return
    this.#toClient(() => {
      if (this.#isCut) return
      this.#page.run(() => {
        if (!this.#isClientOver) arrive()
      })
    })
  }

  #hear(tell: (server: PeerListener) => void): void {
    if (this.#isPaused) this.#backlog.push(() => this.#hear(tell))
    else if (!this.#isServerOver && this.#server !== null) tell(this.#server)
  }

  #endServer(code: number): void {
    if (this.#isServerOver) return
    this.#isPaused = false
    this.#hear((server) => server.onClose(code))
    this.#isServerOver = true
    this.#unsent = []
    this.#backlog = []
  }

  #endClient(code: number): void {
    if (this.#isClientOver) return
    this.#isClientOver = true
    this.#listener.onClose(code)
  }

  #peer(): PeerSocket {
    return {
      listen: (listener) => {
        this.#server = listener
      },
      pause: () => {
        this.#isPaused = true
      },
      resume: () => {
        this.#isPaused = false
        const backlog = this.#backlog
        this.#backlog = []
        for (const work of backlog) work()
      },
      pong: () => {},
      terminate: () => {
        this.#endServer(ABNORMAL)
        this.#carryToClient(() => this.#endClient(ABNORMAL))
      },
    }
  }

  #reader(): ReaderSocket {
    const unsentBytes = () => this.#unsentBytes
    const flushedBytes = () => this.#flushedBytes
    return {
      get unsentBytes() {
        return unsentBytes()
      },
      get flushedBytes() {
        return flushedBytes()
      },
      together: (write) => write(),
      write: (bytes) => {
        if (this.#isServerOver || this.#closing !== null) return
        this.#unsent.push(bytes)
        this.#unsentBytes += bytes.length
        this.#takeNext()
      },
      close: (code) => {
        if (this.#isServerOver || this.#closing !== null) return
        this.#closing = code
        if (this.#unsent.length === 0) this.#sendClose(code)
        this.#time.setTimer(CLOSE_TIMEOUT_MS, () => this.#endServer(ABNORMAL))
      },
    }
  }

  /** The system takes what was written: at once, or as fast as a slow peer reads. */
  #takeNext(): void {
    while (!this.#isTaking && this.#unsent.length > 0) {
      const bytes = this.#unsent[0] as Buffer
      if (this.#bytesPerSecond === null) this.#taken(bytes)
      else {
        this.#isTaking = true
        this.#time.setTimer((bytes.length * 1_000) / this.#bytesPerSecond, () => {
          this.#isTaking = false
          if (this.#isServerOver || this.#isCut || this.#unsent[0] !== bytes) return
          this.#taken(bytes)
          if (this.#unsent.length === 0) this.#server?.onDrain()
          this.#takeNext()
        })
      }
    }
  }

  #taken(bytes: Buffer): void {
    this.#unsent.shift()
    this.#unsentBytes -= bytes.length
    this.#flushedBytes += bytes.length
    this.#frames.push(bytes)
    if (this.#unsent.length === 0 && this.#closing !== null) this.#sendClose(this.#closing)
  }

  #arrive(opcode: number, payload: Buffer): void {
    // The platform answers a ping by itself, also where a page's timers sleep.
    if (opcode === OPCODE.ping) return this.#toClientPlatform(() => this.#carryToServer(() => this.#hear((server) => server.onPong())))
    const text = payload.toString()
    this.#carryToClient(() => {
      if (this.#isSwallowed(text)) return this.#observer.onSwallowed()
      this.#observer.onServerText(text)
      this.#listener.onText(text)
    })
  }

  #isSwallowed(text: string): boolean {
    if (this.#weather.swallows === 0 || !text.startsWith('{"type":"events"')) return false
    this.#weather.swallows -= 1
    return true
  }

  #toClientPlatform(arrive: () => void): void {
    this.#toClient(() => {
      if (!this.#isCut && !this.#isClientOver) arrive()
    })
  }

  #sendClose(code: number): void {
    this.#carryToClient(() => {
      this.#carryToServer(() => this.#endServer(code))
      this.#endClient(code)
    })
  }
}
