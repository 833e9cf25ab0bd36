import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { HELLO_TIMEOUT_MS, MAX_FRAME_BYTES, type Refusal, refusal, SUBPROTOCOL } from '@guestwall/protocol'
import { WebSocketServer } from 'ws'
import type { Clock } from '../../domain/ports.ts'
import { type Rate, RateLimiter } from '../../cluster/limits/rate-limit.ts'
import { CLOSE_TIMEOUT_MS, GuestSocket, SocketWriter } from './guest-socket.ts'
import type { ReaderSocket } from '../../feed/reader.ts'
import type { OriginWarnings } from '../origin-warnings.ts'
import type { HostNames } from '../host-names.ts'
import type { Origins } from '../origins.ts'
import type { PeerSocket } from './peer-socket.ts'
import { type ConnectionParts, SocketConnection } from './socket-connection.ts'
import { peerAddress } from '../peer-address.ts'
import { COST } from '../traffic.ts'
import { readUpgrade, refuseUpgrade } from './upgrade.ts'

/** Fragments and buffered chunks of one message: with the library's defaults a few peers pin a hundred megabytes. */
const MAX_FRAGMENTS = 16
const MAX_BUFFERED_CHUNKS = 256
/** Sockets that have not said hello. Past it the oldest goes: it has had the most time. */
const MAX_UNKNOWN = 500
/** A hall that opens its sockets at once waits for them rather than being refused. */
const MAX_HELD_MS = 4_000

/** How many sockets are taken on. */
export interface DoorLimits {
  readonly connects: Rate
  /** 0: no limit. */
  readonly maxConnections: number
  readonly trustsProxy: boolean
}

/** The WebSocket door: takes upgrades, holds who has not said hello to their deadline, hands frames to the connection. */
export class SocketDoor {
  readonly #parts: ConnectionParts
  readonly #origins: Origins
  readonly #hostNames: HostNames
  readonly #originWarnings: OriginWarnings
  readonly #limits: DoorLimits
  readonly #clock: Clock
  readonly #limiter = new RateLimiter()
  readonly #server: WebSocketServer
  readonly #connections = new Set<SocketConnection>()
  /** In the order of arrival. */
  readonly #unknown = new Set<SocketConnection>()
  #isDraining = false

  constructor(
    parts: ConnectionParts,
    door: { origins: Origins; hostNames: HostNames; originWarnings: OriginWarnings; limits: DoorLimits; clock: Clock },
  ) {
    this.#parts = parts
    this.#origins = door.origins
    this.#hostNames = door.hostNames
    this.#originWarnings = door.originWarnings
    this.#limits = door.limits
    this.#clock = door.clock
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      maxFragments: MAX_FRAGMENTS,
      maxBufferedChunks: MAX_BUFFERED_CHUNKS,
      closeTimeout: CLOSE_TIMEOUT_MS,
      // Answered by hand: a peer that does not read its pongs must not fill our memory with them.
      autoPong: false,
      handleProtocols: () => SUBPROTOCOL,
      WebSocket: GuestSocket,
    } as ConstructorParameters<typeof WebSocketServer>[0])
  }

  get size(): number {
    return this.#connections.size
  }

  /** From here on new sockets are sent elsewhere. */
  refuseNew(): void {
    this.#isDraining = true
  }

  /** Ends every socket at once. */
  terminate(): void {
    for (const connection of this.#connections) connection.terminate()
  }

  /** For the `upgrade` event of an HTTP server. */
  readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const address = peerAddress(request, this.#limits.trustsProxy)
    const asked = readUpgrade(request)
    const refused = 'code' in asked ? asked : this.#whyNot(request)
    if (refused !== null || 'code' in asked) {
      this.#parts.traffic.from(address).charge(COST.upgrade)
      void refuseUpgrade(socket, refused ?? refusal('bad_request'))
      return
    }
    const waitMs = this.#bookConnect(address)
    if (typeof waitMs !== 'number') {
      void refuseUpgrade(socket, waitMs)
      return
    }
    const takeOn = () => {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        ;(socket as Socket).setNoDelay(true)
        this.accept(asked.sessionId, webSocket, new SocketWriter(webSocket, socket as Socket), address)
      })
    }
    if (waitMs === 0) takeOn()
    else this.#hold(request, socket, waitMs, takeOn)
  }

  /** Cheap checks first: before any credential is looked at. */
  #whyNot(request: IncomingMessage): Refusal | null {
    if (!this.#hostNames.knows(request.headers.host)) {
      this.#hostNames.refused(request.headers.host ?? '')
      return refusal('host_refused')
    }
    if (!this.#origins.allows(request.headers)) {
      this.#originWarnings.refused(request.headers)
      return refusal('origin_refused')
    }
    if (this.#isDraining) return refusal('draining', { retryAfterMs: 2_000 })
    const { maxConnections } = this.#limits
    return maxConnections > 0 && this.#connections.size >= maxConnections ? refusal('full', { retryAfterMs: 10_000 }) : null
  }

  /** How long the socket has to wait for its turn: first of its address, then of all. */
  #bookConnect(address: string): number | Refusal {
    const standing = this.#parts.traffic.from(address).charge(COST.upgrade)
    if (standing.isOver) return refusal('rate_limited', { retryAfterMs: standing.waitMs })
    const { isBooked, waitMs } = this.#limiter.book('connects', this.#limits.connects, this.#clock.now(), MAX_HELD_MS)
    if (!isBooked) return refusal('unavailable', { retryAfterMs: waitMs + 1_000 })
    return Math.max(standing.waitMs, waitMs)
  }

  /** Nothing of a socket that waits is read. What was true when it came is asked again when its turn has come. */
  #hold(request: IncomingMessage, socket: Duplex, waitMs: number, takeOn: () => void): void {
    const ignore = () => {}
    // The HTTP server has let go of the socket, and an error that nobody hears ends the process.
    socket.on('error', ignore)
    this.#clock.setTimer(waitMs, () => {
      if (socket.destroyed) return
      const refused = this.#whyNot(request)
      if (refused !== null) return void refuseUpgrade(socket, refused)
      socket.off('error', ignore)
      takeOn()
    })
  }

  /** Takes on an open socket. */
  accept(sessionId: string, webSocket: PeerSocket, writer: ReaderSocket, address = ''): void {
    const connection = new SocketConnection(sessionId, webSocket, writer, address, this.#parts)
    this.#connections.add(connection)
    this.#unknown.add(connection)
    const cancelDeadline = this.#clock.setTimer(HELLO_TIMEOUT_MS, () => connection.refuse(refusal('hello_timeout')))
    connection.onKnown = () => {
      cancelDeadline()
      this.#unknown.delete(connection)
    }
    connection.onClosed = () => {
      cancelDeadline()
      this.#unknown.delete(connection)
      this.#connections.delete(connection)
    }
    if (this.#unknown.size > MAX_UNKNOWN) this.#refuseOldest()
  }

  /** It no longer counts, though its peer may be slow to close: the next one over the limit is another's turn. */
  #refuseOldest(): void {
    const oldest = this.#unknown.values().next().value
    if (oldest === undefined) return
    this.#unknown.delete(oldest)
    oldest.refuse(refusal('unavailable', { retryAfterMs: 1_000 }))
  }
}
