import { connect, createServer, type Socket } from 'node:net'
import { listenLocally } from './listen-local.ts'

/** The share of hints that each fate meets, from 0 to 1. */
export interface HintWeather {
  readonly drop: number
  readonly double: number
  /** Held back until the next hint has passed. */
  readonly reorder: number
}

export const FAIR_WEATHER: HintWeather = { drop: 0, double: 0, reorder: 0 }

/** A proxy that reads what Redis says, and treats the messages of sharded Pub/Sub badly; everything else passes. */
export interface RedisProxy {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string
  setWeather(weather: HintWeather): void
  /**
   * From now on the open connections carry nothing, for ever, and stay open; new ones work: as after a router on the way has lost its table
   * of connections.
   */
  forgetOpen(): void
  /** The fates of the hints so far. */
  readonly fates: { readonly passed: number; readonly dropped: number; readonly doubled: number; readonly reordered: number }
  close(): Promise<void>
}

/** A hint that no other follows is late, not lost. */
const HELD_MS = 100
const HINT = /^[*>]3\r\n\$8\r\nsmessage\r\n/
const HINT_HEAD_BYTES = 20
/** A value whose end has not come. */
export const INCOMPLETE = -1

/** Listens on a free loopback port and hands each connection on to the Redis at `port`. */
export async function startRedisProxy(target: { readonly port: number }): Promise<RedisProxy> {
  const fates = { passed: 0, dropped: 0, doubled: 0, reordered: 0 }
  const state = { weather: FAIR_WEATHER }
  const open = new Set<Socket>()
  const forgotten = new WeakSet<Socket>()
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target.port, host: '127.0.0.1', noDelay: true })
    // Backpressure: the proxy does not read ahead for a subscriber, so that Redis sees a slow one as slow.
    const write = (bytes: Buffer) => {
      if (!near.write(bytes)) far.pause()
    }
    near.on('drain', () => far.resume())
    const answers = new Answers(write, state, fates)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        answers.stop()
        other.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (!forgotten.has(near)) far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (!forgotten.has(far)) answers.take(bytes)
    })
  })
  const port = await listenLocally(server)
  return {
    url: `redis://127.0.0.1:${port}`,
    fates,
    setWeather(weather) {
      state.weather = weather
    },
    forgetOpen() {
      for (const socket of open) forgotten.add(socket)
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      return closed
    },
  }
}

/** The answers of Redis on one connection, value by value. */
class Answers {
  readonly #write: (bytes: Buffer) => void
  readonly #state: { readonly weather: HintWeather }
  readonly #fates: { passed: number; dropped: number; doubled: number; reordered: number }
  #rest: Buffer = Buffer.alloc(0)
  #held: Buffer | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(
    write: (bytes: Buffer) => void,
    state: { readonly weather: HintWeather },
    fates: { passed: number; dropped: number; doubled: number; reordered: number },
  ) {
    this.#write = write
    this.#state = state
    this.#fates = fates
  }

  take(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    let start = 0
    for (let end = endOfValue(this.#rest, start); end !== INCOMPLETE; end = endOfValue(this.#rest, start)) {
      this.#pass(this.#rest.subarray(start, end))
      start = end
    }
    this.#rest = Buffer.from(this.#rest.subarray(start))
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#held = null
  }

  #pass(value: Buffer): void {
    if (!isHint(value)) return this.#write(value)
    const { drop, double, reorder } = this.#state.weather
    const chance = Math.random()
    if (chance < drop) {
      this.#fates.dropped += 1
    } else if (chance < drop + double) {
      this.#fates.doubled += 1
      this.#write(value)
      this.#write(value)
    } else if (chance < drop + double + reorder && this.#held === null) {
      this.#fates.reordered += 1
      this.#held = Buffer.from(value)
      this.#timer = setTimeout(() => this.#letGo(), HELD_MS)
      return
    } else {
      this.#fates.passed += 1
      this.#write(value)
    }
    this.#letGo()
  }

  #letGo(): void {
    clearTimeout(this.#timer)
    const held = this.#held
    this.#held = null
    if (held !== null) this.#write(held)
  }
}

/** Whether the value is a message of sharded Pub/Sub. */
export function isHint(value: Buffer): boolean {
  return HINT.test(value.toString('latin1', 0, HINT_HEAD_BYTES + 2))
}

/** Where the value of the Redis protocol that begins at `start` ends, or `INCOMPLETE`. */
export function endOfValue(data: Buffer, start: number): number {
  const line = data.indexOf('\r\n', start)
  if (line === -1) return INCOMPLETE
  const after = line + 2
  const length = () => Number(data.toString('latin1', start + 1, line))
  switch (String.fromCharCode(data[start] as number)) {
    case '$':
    case '=':
    case '!': {
      if (length() < 0) return after
      const end = after + length() + 2
      return end <= data.length ? end : INCOMPLETE
    }
    case '*':
    case '>':
    case '~':
      return endOfValues(data, after, length())
    case '%':
      return endOfValues(data, after, 2 * length())
    default:
      return after
  }
}

function endOfValues(data: Buffer, start: number, count: number): number {
  let end = start
  for (let index = 0; index < count; index += 1) {
    end = endOfValue(data, end)
    if (end === INCOMPLETE) return INCOMPLETE
  }
  return end
}
