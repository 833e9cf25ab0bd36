import { type Refusal, refusal } from '@guestwall/protocol'
import type { Clock } from '../../domain/ports.ts'
import { FINE } from '../leaky-buckets.ts'
import { type Account, holdMs } from '../traffic.ts'
import type { PeerSocket } from './peer-socket.ts'

/** Frames of any kind, with pings and pongs, before the peer is identified. */
const MAX_UNKNOWN_FRAMES = 64
/** Frames that may still be on their way after a close. */
const MAX_FRAMES_AFTER_END = 8

/** The part of a connection that the reading depends on. */
interface Charged {
  /** The account of the credential; `null` until there is one. Until then the number of frames is limited. */
  readonly account: Account | null
  readonly isJoined: boolean
  readonly isClosed: boolean
  /** Backpressure: `false` while the peer does not drain our writes. */
  readonly isDraining: boolean
  refuse(why: Refusal): void
}

/** Decides when the next frame of a socket is read: not before the sender has paid for the last one, and the peer has drained our writes. */
export class SocketReading {
  readonly #webSocket: PeerSocket
  readonly #clock: Clock
  readonly #charged: Charged
  #unknownFrames = 0
  #framesAfterEnd = 0
  /** Ends the pause of a sender that was too fast; `null` while it is read. */
  #endSlow: (() => void) | null = null

  constructor(webSocket: PeerSocket, clock: Clock, charged: Charged) {
    this.#webSocket = webSocket
    this.#clock = clock
    this.#charged = charged
  }

  /** Charges the sender for a frame. A sender that is too fast is paused; one that continues is closed, and the answer is `false`. */
  mayCost(units: number): boolean {
    if (this.#charged.isClosed) {
      this.#framesAfterEnd += 1
      // The peer ignores the close, so its frames are not even parsed until the connection ends.
      if (this.#framesAfterEnd > MAX_FRAMES_AFTER_END) this.#webSocket.pause()
      return false
    }
    if (!this.#charged.isJoined) {
      this.#unknownFrames += 1
      if (this.#unknownFrames > MAX_UNKNOWN_FRAMES) {
        this.#charged.refuse(refusal('rate_limited', { retryAfterMs: 1_000 }))
        return false
      }
    }
    return this.#settle(units)
  }

  /** Charges for a cost that is known after the answer, such as that of a refusal. */
  chargeMore(units: number): void {
    if (!this.#charged.isClosed) this.#settle(units)
  }

  /** Stops reading while the peer does not drain our writes. */
  pauseUnlessDraining(): void {
    if (!this.#charged.isDraining) this.#webSocket.pause()
  }

  /** Resumes reading, unless the sender is paused or does not drain our writes. */
  resume(): void {
    if (this.#framesAfterEnd > MAX_FRAMES_AFTER_END) return
    if (this.#endSlow === null && this.#charged.isDraining) this.#webSocket.resume()
  }

  /** The connection has ended on our side. The close frame of a sender that was paused is read at once, and few frames before it. */
  stop(): void {
    this.#endSlow?.()
    this.#endSlow = null
    this.#webSocket.resume()
  }

  #settle(units: number): boolean {
    const standing = this.#charged.account?.charge(units) ?? FINE
    if (standing.isOver) this.#charged.refuse(refusal('rate_limited', { retryAfterMs: standing.waitMs }))
    else if (standing.waitMs > 0) this.#slowDown(holdMs(standing))
    return !standing.isOver
  }

  #slowDown(forMs: number): void {
    this.#endSlow?.()
    this.#webSocket.pause()
    this.#endSlow = this.#clock.setTimer(forMs, () => {
      this.#endSlow = null
      this.resume()
    })
  }
}
