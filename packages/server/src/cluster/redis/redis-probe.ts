import { sessionKey } from './keys.ts'
import { isOfTheData } from './redis-fault.ts'
import type { RedisLines } from './redis-lines.ts'

/** What a probe writes outlives the next probes by far. */
const PROBE_LIFE_MS = 60_000

/**
 * Does real work on every master: writes, reads and passes a message on. A Redis that is out of memory, cannot persist, only reads or has
 * lost its Pub/Sub answers a PING all the same.
 */
export class RedisProbe {
  readonly #server: string
  /** Resolves a probe that waits to hear its own words, by channel. */
  readonly #waiting = new Map<string, { readonly words: string; heard(): void }>()
  /** Channels that were listened to over these lines. */
  readonly #heard = new Set<string>()
  /** By master's tag, what was found in the key that only an emptied Redis lacks. */
  readonly #lives = new Map<string, string>()
  #count = 0

  /** `server`: a name that no other server has. */
  constructor(server: string) {
    this.#server = server
  }

  /** Takes a message of a probe's channel; answers whether it is one. */
  hear(channel: string, message: string): boolean {
    const waiting = this.#waiting.get(channel)
    if (waiting?.words === message) waiting.heard()
    return channel.endsWith(`:probe:${this.#server}`)
  }

  /** Whether every master was probed before, over these lines. */
  isWarm(lines: RedisLines): boolean {
    return lines.masterTags().every((tag) => this.#heard.has(this.#keyOf(tag)))
  }

  /** Rejects where a master does not do its work. Answers whether Redis was emptied since the last probe. */
  async run(lines: RedisLines): Promise<{ wasEmptied: boolean }> {
    const emptied = await Promise.all(lines.masterTags().map((tag) => this.#probe(lines, tag)))
    return { wasEmptied: emptied.includes(true) }
  }

  async #probe(lines: RedisLines, tag: string): Promise<boolean> {
    const key = this.#keyOf(tag)
    const words = `${this.#server} ${(this.#count += 1)}`
    if (!this.#heard.has(key)) {
      await lines.listen(key)
      this.#heard.add(key)
    }
    const heard = new Promise<void>((resolve) => this.#waiting.set(key, { words, heard: resolve }))
    const life = sessionKey(tag, 'life')
    const answers = await lines.commands
      .pipeline()
      .set(key, words, 'PX', PROBE_LIFE_MS)
      .get(key)
      .spublish(key, words)
      .set(life, words, 'NX')
      .get(life)
      .exec()
    const [set, get, publish, , lives] = answers ?? []
    for (const [error] of [set, get, publish, lives].flatMap((answer) => (answer === undefined ? [] : [answer])))
      if (error !== null && !isOfTheData(error)) throw error
    if (get?.[1] !== words) throw new Error('what was written is not read')
    // The message may have gone the moment before the answer; where it does not come, the probe's own limit ends the waiting.
    await heard
    const known = this.#lives.get(tag)
    const now = String(lives?.[1])
    this.#lives.set(tag, now)
    return known !== undefined && known !== now
  }

  /** The last probe failed or the lines are new: what it waits for will not come, and what is listened to is doubted. */
  giveUp(): void {
    this.#waiting.clear()
    this.#heard.clear()
  }

  #keyOf(tag: string): string {
    return sessionKey(tag, 'probe', this.#server)
  }
}
