import { connect, createServer, type Server, type Socket } from 'node:net'
import { endOfValue, INCOMPLETE, isHint } from '../support/redis-proxy.ts'

const REFUSED = '-OOM command not allowed when used memory > maxmemory.\r\n'
/** The commands that a connection needs to become ready: a Redis that is out of memory takes them. */
const ALWAYS_TAKEN = new Set(['info', 'client', 'hello', 'ssubscribe', 'sunsubscribe'])
const COMMAND = /^\*\d+\r\n\$\d+\r\n([a-z]+)\r\n/i
const COMMAND_BYTES = 40

/** After so many turns of the event loop a server in this process has read its answer. */
const READING_TURNS = 2
/** Redis writes a message to its subscribers together with the answer to who published it. */
const PUBLISHING_TURNS = 8

/** A command without an answer. */
interface Asked {
  readonly isPublish: boolean
  readonly isRefused: boolean
}

/**
 * A proxy before a real Redis that reads what servers send to it, and knows whether anything is under way: virtual time stands still meanwhile. One
 * that is away refuses every command and passes no message on, as a Redis without memory does.
 */
export class RedisTap {
  isAway = false
  /** Called with every command that has a canary. */
  onCommand: (text: string) => void = () => {}
  readonly #server: Server
  readonly #open = new Set<Socket>()
  #commands = 0
  readonly #onMoved: (() => void)[] = []

  private constructor(redisPort: number) {
    this.#server = createServer({ noDelay: true }, (near) =>
      this.#carry(near, connect({ port: redisPort, host: '127.0.0.1', noDelay: true })),
    )
  }

  static open(redisPort: number): Promise<RedisTap> {
    const tap = new RedisTap(redisPort)
    return new Promise((resolve, reject) => {
      tap.#server.once('error', reject).listen(0, '127.0.0.1', () => resolve(tap))
    })
  }

  /** `redis://127.0.0.1:<port>` */
  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the tap does not listen')
    return `redis://127.0.0.1:${address.port}`
  }

  get isQuiet(): boolean {
    return this.#commands === 0
  }

  /** Resolves when something that is under way has arrived. */
  whenMoved(): Promise<void> {
    return new Promise((resolve) => this.#onMoved.push(resolve))
  }

  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#open) socket.destroy()
    return closed
  }

  #carry(near: Socket, far: Socket): void {
    const asked: Asked[] = []
    const isOver = () => near.destroyed || far.destroyed
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#open.delete(socket)
        other.destroy()
        this.#commands -= asked.splice(0).length
        this.#moved()
      })
    }
    const refuseNext = () => {
      for (; asked[0]?.isRefused === true && !isOver(); this.#answered(READING_TURNS)) {
        asked.shift()
        near.write(REFUSED)
      }
    }
    near.on(
      'data',
      byValue((command) => {
        if (isOver()) return
        const name = COMMAND.exec(command.toString('latin1', 0, COMMAND_BYTES))?.[1]?.toLowerCase() ?? ''
        const isRefused = this.isAway && !ALWAYS_TAKEN.has(name)
        this.#commands += 1
        asked.push({ isPublish: name === 'spublish', isRefused })
        if (isRefused) return refuseNext()
        if (command.includes('canary-')) this.onCommand(command.toString())
        far.write(command)
      }),
    )
    far.on(
      'data',
      byValue((answer) => {
        if (isOver()) return
        if (isHint(answer)) {
          if (!this.isAway) near.write(answer)
          return
        }
        const [command] = asked.splice(0, 1)
        near.write(answer)
        if (command !== undefined) this.#answered(command.isPublish ? PUBLISHING_TURNS : READING_TURNS)
        refuseNext()
      }),
    )
  }

  #answered(turns: number): void {
    if (turns > 0) {
      setImmediate(() => this.#answered(turns - 1))
      return
    }
    this.#commands -= 1
    this.#moved()
  }

  #moved(): void {
    for (const wake of this.#onMoved.splice(0)) wake()
  }
}

/** Takes bytes, and gives them on value by value of the Redis protocol. */
function byValue(take: (value: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    let start = 0
    for (let end = endOfValue(rest, start); end !== INCOMPLETE; end = endOfValue(rest, start)) {
      take(Buffer.from(rest.subarray(start, end)))
      start = end
    }
    rest = Buffer.from(rest.subarray(start))
  }
}
