import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { HELLO_TIMEOUT_MS, type Refusal, refusal } from '@guestwall/protocol'
import type { Clock } from '../../domain/ports.ts'
import { type Rate, RateLimiter } from '../../cluster/limits/rate-limit.ts'
import { FramedSocket } from './framed-socket.ts'
import type { ReaderSocket } from '../../feed/reader.ts'
import type { OriginWarnings } from '../origin-warnings.ts'
import type { HostNames } from '../host-names.ts'
import type { Origins } from '../origins.ts'
import type { PeerSocket } from './peer-socket.ts'
import type { ConnectionParts } from './connection-parts.ts'
import { type ConnectionObserver, SocketConnection } from './socket-connection.ts'
import { peerAddress } from '../peer-address.ts'
import { COST } from '../traffic.ts'
import { readUpgrade, refuseUpgrade, switchingProtocols } from './upgrade.ts'

/** Sockets before `hello`. Beyond this number the oldest is closed, because it has had the most time. */
const MAX_UNKNOWN = 500
/** Sockets that open at once are delayed up to this time rather than refused. */
const MAX_HELD_MS = 4_000

/** The part of the rate of new sockets that is kept, on top of it, for addresses that open few: others cannot make them wait. */
const RESERVED_PART = 1 / 5
/** The part of the reserve that one address may use at once. */
const ADDRESS_PART = 1 / 10

/** Limits for new sockets. */
export interface WsLimits {
  readonly connects: Rate
  /** 0: no limit. */
  readonly maxConnections: number
  readonly trustsProxy: boolean
}

/** The WebSocket adapter: checks upgrades, delays sockets that come too fast, and closes sockets that do not send `hello` in time. */
export class WsAdapter implements ConnectionObserver {
  readonly #parts: ConnectionParts
  readonly #origins: Origins
  readonly #hostNames: HostNames
  readonly #originWarnings: OriginWarnings
  readonly #limits: WsLimits
  readonly #clock: Clock
  readonly #limiter = new RateLimiter()
  readonly #connections = new Set<SocketConnection>()
  /** In the order of arrival; each with the end of its deadline. */
  readonly #unknown = new Map<SocketConnection, () => void>()
  #isDraining = false

  constructor(
    parts: ConnectionParts,
    access: { origins: Origins; hostNames: HostNames; originWarnings: OriginWarnings; limits: WsLimits; clock: Clock },
  ) {
    this.#parts = parts
    this.#origins = access.origins
    this.#hostNames = access.hostNames
    this.#originWarnings = access.originWarnings
    this.#limits = access.limits
    this.#clock = access.clock
  }

  get size(): number {
    return this.#connections.size
  }

  /** Forgets the addresses that owe nothing. */
  sweep(): void {
    this.#limiter.sweep(this.#clock.now())
  }

  /** Refuses new sockets from now on. */
  refuseNew(): void {
    this.#isDraining = true
  }

  /** Destroys every socket. */
  terminate(): void {
    for (const connection of this.#connections) connection.terminate()
  }

  /** For the `upgrade` event of an HTTP server. */
  readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const address = peerAddress(request, this.#limits.trustsProxy)
    const asked = readUpgrade(request)
    const refused = 'code' in asked ? asked : this.#checkUpgrade(request)
    if (refused !== null || 'code' in asked) {
      this.#parts.traffic.from(address, 'refused').charge(COST.upgrade)
      void refuseUpgrade(socket, refused ?? refusal('bad_request'))
      return
    }
    const waitMs = this.#bookConnect(address)
    if (typeof waitMs !== 'number') {
      void refuseUpgrade(socket, waitMs)
      return
    }
    const upgrade = () => this.#upgrade(asked.sessionId, request, socket as Socket, head, address)
    if (waitMs === 0) upgrade()
    else this.#delay(request, socket, waitMs, upgrade)
  }

  #upgrade(sessionId: string, request: IncomingMessage, socket: Socket, head: Buffer, address: string): void {
    if (!socket.readable || !socket.writable) return void socket.destroy()
    // The connection has heartbeats of its own.
    socket.setTimeout(0)
    socket.write(switchingProtocols(request), 'latin1')
    if (head.length > 0) socket.unshift(head)
    const framed = new FramedSocket(socket, this.#clock)
    this.accept(sessionId, framed, framed, address)
  }

  /** Cheap checks, before any credential is verified. */
  #checkUpgrade(request: IncomingMessage): Refusal | null {
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

  /** The delay of a new socket: the longer one of its address and of all sockets. */
  #bookConnect(address: string): number | Refusal {
    const standing = this.#parts.traffic.from(address, 'sockets').charge(COST.upgrade)
    if (standing.isOver) return refusal('rate_limited', { retryAfterMs: standing.waitMs })
    if (this.#takesReserved(address)) return standing.waitMs
    const { isBooked, waitMs } = this.#limiter.book('connects', this.#limits.connects, this.#clock.now(), MAX_HELD_MS)
    if (!isBooked) return refusal('unavailable', { retryAfterMs: waitMs + 1_000 })
    return Math.max(standing.waitMs, waitMs)
  }

  /** Whether the address opens few sockets and the part of the rate that is kept for such addresses has one: they pass those that wait. */
  #takesReserved(address: string): boolean {
    const { perSecond } = this.#limits.connects
    const reserved = { perSecond: perSecond * RESERVED_PART, burst: Math.ceil(perSecond * RESERVED_PART) }
    const few = { perSecond: reserved.perSecond * ADDRESS_PART, burst: Math.ceil(reserved.burst * ADDRESS_PART) }
    const limits = [
      { key: `few ${address}`, rate: few },
      { key: 'reserved', rate: reserved },
    ]
    return perSecond > 0 && this.#limiter.tryConsumeAll(limits, this.#clock.now()) === null
  }

  /** Delays an upgrade and reads nothing meanwhile. The checks run again after the delay. */
  #delay(request: IncomingMessage, socket: Duplex, waitMs: number, upgrade: () => void): void {
    const ignore = () => {}
    // The HTTP server no longer listens, and an unhandled `error` event ends the process.
    socket.on('error', ignore)
    this.#clock.setTimer(waitMs, () => {
      if (socket.destroyed) return
      const refused = this.#checkUpgrade(request)
      if (refused !== null) return void refuseUpgrade(socket, refused)
      socket.off('error', ignore)
      upgrade()
    })
  }

  /** Starts a connection on an open socket. */
  accept(sessionId: string, webSocket: PeerSocket, writer: ReaderSocket, address = ''): void {
    const connection = new SocketConnection(sessionId, webSocket, writer, address, this.#parts, this)
    this.#connections.add(connection)
    this.#unknown.set(
      connection,
      this.#clock.setTimer(HELLO_TIMEOUT_MS, () => connection.refuse(refusal('hello_timeout'))),
    )
    if (this.#unknown.size > MAX_UNKNOWN) this.#refuseOldest()
  }

  onKnown(connection: SocketConnection): void {
    this.#unknown.get(connection)?.()
    this.#unknown.delete(connection)
  }

  onClosed(connection: SocketConnection): void {
    this.onKnown(connection)
    this.#connections.delete(connection)
  }

  /** The refused socket no longer counts, even if its peer is slow to close. */
  #refuseOldest(): void {
    const oldest = this.#unknown.keys().next().value
    if (oldest === undefined) return
    this.onKnown(oldest)
    oldest.refuse(refusal('unavailable', { retryAfterMs: 1_000 }))
  }
}
