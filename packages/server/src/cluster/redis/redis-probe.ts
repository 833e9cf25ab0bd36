import { sessionKey } from './keys.ts'
import { isDataError } from './redis-fault.ts'
import type { RedisConnections } from './redis-connections.ts'

/** Lifetime of the key that a probe writes: far longer than the time between two probes. */
const PROBE_LIFE_MS = 60_000

/**
 * Does real work on every master: it writes, reads and publishes. A Redis that is out of memory, cannot persist, is read-only or has lost its
 * Pub/Sub still answers PING.
 */
export class RedisProbe {
  readonly #server: string
  /** Probes that wait for their own message, by channel. */
  readonly #waiting = new Map<string, { readonly token: string; onReceived(): void }>()
  /** Channels that are subscribed on these connections. */
  readonly #subscribed = new Set<string>()
  /** By the tag of its master, the value of the marker that only an emptied Redis lacks. */
  readonly #markers = new Map<string, string>()
  #count = 0

  /** `server`: a name that no other server has. */
  constructor(server: string) {
    this.#server = server
  }

  /** Returns whether the message is one of a probe; the probe that waits for it goes on. */
  receive(channel: string, message: string): boolean {
    const waiting = this.#waiting.get(channel)
    if (waiting?.token === message) waiting.onReceived()
    return channel.endsWith(`:probe:${this.#server}`)
  }

  /** Whether every master was probed on these connections. */
  isWarm(connections: RedisConnections): boolean {
    return connections.masterTags().every((tag) => this.#subscribed.has(this.#keyOf(tag)))
  }

  /** Rejects when a master does not work. Resolves with whether Redis was emptied since the last probe. */
  async run(connections: RedisConnections): Promise<{ wasEmptied: boolean }> {
    const emptied = await Promise.all(connections.masterTags().map((tag) => this.#probe(connections, tag)))
    return { wasEmptied: emptied.includes(true) }
  }

  async #probe(connections: RedisConnections, tag: string): Promise<boolean> {
    const key = this.#keyOf(tag)
    const token = `${this.#server} ${(this.#count += 1)}`
    if (!this.#subscribed.has(key)) {
      await connections.subscribe(key)
      this.#subscribed.add(key)
    }
    const received = new Promise<void>((resolve) => this.#waiting.set(key, { token, onReceived: resolve }))
    const marker = sessionKey(tag, 'life')
    const answers = await connections.commands
      .pipeline()
      .set(key, token, 'PX', PROBE_LIFE_MS)
      .get(key)
      .spublish(key, token)
      .set(marker, token, 'NX')
      .get(marker)
      .exec()
    const [set, get, publish, , markers] = answers ?? []
    for (const [error] of [set, get, publish, markers].flatMap((answer) => (answer === undefined ? [] : [answer])))
      if (error !== null && !isDataError(error)) throw error
    if (get?.[1] !== token) throw new Error('what was written is not read')
    // The message may arrive after the answer. The time limit of the probe ends the waiting when it does not come.
    await received
    const known = this.#markers.get(tag)
    const now = String(markers?.[1])
    this.#markers.set(tag, now)
    return known !== undefined && known !== now
  }

  /** After a failed probe or on new connections: forgets what was awaited and which channels are subscribed. */
  giveUp(): void {
    this.#waiting.clear()
    this.#subscribed.clear()
  }

  #keyOf(tag: string): string {
    return sessionKey(tag, 'probe', this.#server)
  }
}
