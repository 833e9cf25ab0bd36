import type { SeededRandom } from '../support/seeded-random.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'

/** The fate of a new socket. `silent`: a 101, then nothing. */
export type Upgrades = 'pass' | 'refused' | 'hanging' | 'silent'
/** The fate of one HTTP exchange. `lostBefore` and `lostAfter` tell whether the server acted. */
export type ExchangeFate = 'pass' | 'lostBefore' | 'lostAfter' | 'doubled'

/** The network between one device and the server. */
export class Weather {
  latencyMs = 20
  jitterMs = 30
  /** How often a packet is lost and comes again later, as a stall. */
  stallChance = 0
  upgrades: Upgrades = 'pass'
  /** Something else answers in the server's place (CONN-7). */
  isPortal = false
  /** How often an exchange is lost or doubled. */
  exchangeFaults = 0
  /** The rate at which the peer of a new socket reads, in bytes a second; `null` is more than it is ever sent. */
  bytesPerSecond: number | null = null
  /** How many of the next frames with events a broken middlebox swallows. */
  swallows = 0
  readonly #time: VirtualClock
  readonly #random: SeededRandom
  #isDark = false
  #waiting: (() => void)[] = []

  constructor(time: VirtualClock, random: SeededRandom) {
    this.#time = time
    this.#random = random
  }

  /** Nothing passes; what is on its way waits, as TCP sends it again and again. */
  get isDark(): boolean {
    return this.#isDark
  }

  darken(): void {
    this.#isDark = true
  }

  lighten(): void {
    if (!this.#isDark) return
    this.#isDark = false
    const waiting = this.#waiting
    this.#waiting = []
    for (const work of waiting) work()
  }

  /** Everything as good as it was at the start. */
  clear(): void {
    this.stallChance = 0
    this.exchangeFaults = 0
    this.upgrades = 'pass'
    this.isPortal = false
    this.bytesPerSecond = null
    this.swallows = 0
    this.lighten()
  }

  delayMs(): number {
    const stallMs = this.#random.is(this.stallChance) ? this.#random.int(300, 4_000) : 0
    return this.latencyMs + this.#random.next() * this.jitterMs + stallMs
  }

  fate(): ExchangeFate {
    if (!this.#random.is(this.exchangeFaults)) return 'pass'
    return this.#random.weighted({ lostBefore: 1, lostAfter: 2, doubled: 2 })
  }

  /** Lets one packet pass: after its delay, and not before the dark ends. */
  carry(arrive: () => void, extraMs = 0): void {
    this.#time.setTimer(this.delayMs() + extraMs, () => this.#whenLight(arrive))
  }

  #whenLight(arrive: () => void): void {
    if (this.#isDark) this.#waiting.push(arrive)
    else arrive()
  }

  /** One direction of one connection: whatever the delays, in the order it was sent. */
  pipe(): (arrive: () => void) => void {
    let lastAtMs = 0
    return (arrive) => {
      lastAtMs = Math.max(lastAtMs, this.#time.now() + this.delayMs())
      this.#time.setTimer(lastAtMs - this.#time.now(), () => this.#whenLight(arrive))
    }
  }
}
