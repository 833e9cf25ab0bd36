import { connect, createServer, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { listenLocally } from './listen-local.ts'

/** The treatment of the bytes of one direction. A switch applies to open connections, too. */
export type LinkMode =
  | { readonly kind: 'pass' }
  /** Each chunk arrives this much later; order is kept. */
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** Nothing arrives and nothing is closed: what was sent waits, as TCP would send it again. */
  | { readonly kind: 'blackhole' }
  /** Both ends get a reset: connections that are open at once, new ones when they come. */
  | { readonly kind: 'rst' }
  /** This many bytes more arrive on each connection, then both ends get a reset. */
  | { readonly kind: 'cutAfter'; readonly bytes: number }

export const PASS: LinkMode = { kind: 'pass' }

/** A loopback proxy that makes a network as bad as a test needs it. */
export interface TcpProxy {
  readonly port: number
  /** From the one who connects to the server behind. */
  setUp(mode: LinkMode): void
  /** From the server behind to the one who connects. */
  setDown(mode: LinkMode): void
  setBoth(mode: LinkMode): void
  /** Connections that are open now. */
  connections(): number
  /** Resets every open connection; new ones are taken. */
  cutAll(): void
  close(): Promise<void>
}

/** Unsent bytes that one direction holds before it stops reading. */
const MAX_HELD_BYTES = 256 * 1024
const BANDWIDTH_TICK_MS = 10
const CUT_DELAY_MS = 20

/** Listens on a free loopback port and hands each connection on to `target`. */
export async function startTcpProxy(target: { readonly port: number; readonly host?: string }): Promise<TcpProxy> {
  const open = new Set<Connection>()
  const modes = { up: PASS, down: PASS }
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: target.port, host: target.host ?? '127.0.0.1', allowHalfOpen: true })
    const connection: Connection = new Connection(near, far, modes.up, modes.down, () => open.delete(connection))
    open.add(connection)
  })
  const port = await listenLocally(server)
  const setUp = (mode: LinkMode): void => {
    modes.up = mode
    for (const connection of open) connection.up.setMode(mode)
  }
  const setDown = (mode: LinkMode): void => {
    modes.down = mode
    for (const connection of open) connection.down.setMode(mode)
  }
  const cutAll = (): void => {
    for (const connection of open) connection.reset()
  }
  return {
    port,
    setUp,
    setDown,
    setBoth: (mode) => {
      setUp(mode)
      setDown(mode)
    },
    connections: () => open.size,
    cutAll,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      cutAll()
      await closed
    },
  }
}

/** Two sockets and a link in each direction. */
class Connection {
  readonly up: Link
  readonly down: Link
  readonly #sockets: readonly Socket[]

  constructor(near: Socket, far: Socket, up: LinkMode, down: LinkMode, onClose: () => void) {
    this.#sockets = [near, far]
    const reset = (): void => this.reset()
    for (const socket of this.#sockets) {
      socket.setNoDelay(true)
      // A failure on one side is a failure on the other; an orderly end travels through the link as a FIN.
      socket.on('error', reset)
      socket.on('close', () => {
        if (this.#sockets.every((each) => each.destroyed)) onClose()
      })
    }
    this.up = new Link(near, far, reset)
    this.down = new Link(far, near, reset)
    this.up.setMode(up)
    this.down.setMode(down)
  }

  reset(): void {
    this.up.stop()
    this.down.stop()
    for (const socket of this.#sockets) if (!socket.destroyed) socket.resetAndDestroy()
  }
}

/** One direction: chunks wait in a queue until the mode lets them go. */
class Link {
  readonly #from: Socket
  readonly #to: Socket
  readonly #reset: () => void
  #mode: LinkMode = PASS
  /** Bytes that the mode still lets through: of `cutAfter`, and in this moment of `bandwidth`. */
  #allowance = 0
  #allowanceAt = 0
  readonly #queue: { data: Buffer; dueAt: number }[] = []
  #heldBytes = 0
  #hasEnded = false
  #isBlocked = false
  #isCut = false
  #timer: NodeJS.Timeout | undefined

  constructor(from: Socket, to: Socket, reset: () => void) {
    this.#from = from
    this.#to = to
    this.#reset = reset
    from.on('data', (data: Buffer) => this.#take(data))
    from.on('end', () => {
      this.#hasEnded = true
      this.#move()
    })
    to.on('drain', () => {
      this.#isBlocked = false
      this.#move()
    })
  }

  setMode(mode: LinkMode): void {
    this.#mode = mode
    this.#allowance = mode.kind === 'cutAfter' ? mode.bytes : 0
    this.#allowanceAt = performance.now()
    const latest = this.#allowanceAt + (mode.kind === 'delay' ? mode.ms : 0)
    for (const chunk of this.#queue) chunk.dueAt = Math.min(chunk.dueAt, latest)
    this.#move()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
  }

  #take(data: Buffer): void {
    this.#queue.push({ data, dueAt: performance.now() + (this.#mode.kind === 'delay' ? this.#mode.ms : 0) })
    this.#heldBytes += data.length
    if (this.#heldBytes > MAX_HELD_BYTES) this.#from.pause()
    this.#move()
  }

  #move(): void {
    if (this.#isCut) return
    clearTimeout(this.#timer)
    if (this.#mode.kind === 'rst') return this.#reset()
    if (this.#mode.kind === 'blackhole') return
    while (this.#queue.length > 0 && !this.#isBlocked && !this.#to.destroyed) {
      const [chunk] = this.#queue
      if (chunk === undefined) return
      const waitMs = chunk.dueAt - performance.now()
      if (waitMs > 0) return this.#moveIn(waitMs)
      const allowed = this.#allowedBytes(chunk.data.length)
      if (allowed === 0) {
        if (this.#mode.kind === 'bandwidth') return this.#moveIn(BANDWIDTH_TICK_MS)
        return this.#cut()
      }
      this.#send(chunk, allowed)
    }
    if (this.#mode.kind === 'cutAfter' && this.#allowance === 0) return this.#cut()
    if (this.#hasEnded && this.#queue.length === 0 && !this.#to.destroyed) this.#to.end()
  }

  #moveIn(ms: number): void {
    this.#timer = setTimeout(() => this.#move(), ms)
  }

  #allowedBytes(wanted: number): number {
    switch (this.#mode.kind) {
      case 'bandwidth': {
        const now = performance.now()
        const earned = ((now - this.#allowanceAt) * this.#mode.bytesPerSecond) / 1000
        // At most a second's worth is saved up, so that an idle link does not burst.
        this.#allowance = Math.min(this.#allowance + earned, this.#mode.bytesPerSecond)
        this.#allowanceAt = now
        return Math.min(wanted, Math.floor(this.#allowance))
      }
      case 'cutAfter':
        return Math.min(wanted, this.#allowance)
      case 'pass':
      case 'delay':
      case 'blackhole':
      case 'rst':
        return wanted
      default:
        return this.#mode satisfies never
    }
  }

  #send(chunk: { data: Buffer }, bytes: number): void {
    if (this.#mode.kind === 'bandwidth' || this.#mode.kind === 'cutAfter') this.#allowance -= bytes
    const sent = chunk.data.subarray(0, bytes)
    if (bytes === chunk.data.length) this.#queue.shift()
    else chunk.data = chunk.data.subarray(bytes)
    this.#heldBytes -= bytes
    if (this.#heldBytes <= MAX_HELD_BYTES) this.#from.resume()
    this.#isBlocked = !this.#to.write(sent)
  }

  /** A reset throws away what the other end has not read yet: it gets a moment for the bytes that were let through. */
  #cut(): void {
    if (this.#to.writableLength > 0) return this.#moveIn(1)
    this.#isCut = true
    this.#timer = setTimeout(() => setImmediate(this.#reset), CUT_DELAY_MS)
  }
}
