import { connect, createServer, type Socket } from 'node:net'
import { listenLocally } from './listen-local.ts'

/**
 * Where a connection dies: its COMMIT never reaches the database, or it does and the database's answer to it is lost. Either way its
 * owner does not know what happened.
 */
export type CommitCut = 'before the commit' | 'before its answer'

/** A proxy that reads enough of the PostgreSQL protocol to know a transaction that writes when it sees one. */
export interface PostgresProxy {
  readonly port: number
  /** The database at `url`, through this proxy. */
  through(url: string): string
  /** Cuts the connections of the next `times` transactions in which a statement, or a value of one, matches `wrote`. */
  cutNext(where: CommitCut, wrote: RegExp, times?: number): void
  /** Connections cut so far. */
  cuts(): number
  close(): Promise<void>
}

interface Plan {
  where: CommitCut
  wrote: RegExp
  times: number
  cuts: number
}

const TYPE_BYTES = 1
const LENGTH_BYTES = 4

/** Listens on a free loopback port and hands each connection on to the PostgreSQL at `port`. */
export async function startPostgresProxy(target: { readonly port: number }): Promise<PostgresProxy> {
  const plan: Plan = { where: 'before the commit', wrote: /(?!)/, times: 0, cuts: 0 }
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target.port, host: '127.0.0.1', noDelay: true })
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    carry(near, far, plan)
  })
  const port = await listenLocally(server)
  return {
    port,
    through(url) {
      const there = new URL(url)
      there.hostname = '127.0.0.1'
      there.port = String(port)
      return there.href
    },
    cutNext(where, wrote, times = 1) {
      Object.assign(plan, { where, wrote, times })
    },
    cuts: () => plan.cuts,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      return closed
    },
  }
}

/** One connection. The client's first message has no type; from then on both ends speak in typed messages with a length. */
function carry(near: Socket, far: Socket, plan: Plan): void {
  let hasWritten = false
  /** The commit went through, and its answer will not. */
  let isCutting = false
  const cut = () => {
    plan.cuts += 1
    near.resetAndDestroy()
    far.resetAndDestroy()
  }
  const up = new Messages(false, (type, body, whole) => {
    const text = type === 'Q' || type === 'P' ? body.toString() : ''
    if (plan.wrote.test(type === 'B' ? body.toString() : text)) hasWritten = true
    const isCommit = /^\0?commit\0/i.test(text)
    if (isCommit && hasWritten && plan.times > 0) {
      plan.times -= 1
      if (plan.where === 'before the commit') return cut()
      isCutting = true
    }
    if (isCommit) hasWritten = false
    far.write(whole)
  })
  const down = new Messages(true, (type, body, whole) => {
    if (!isCutting) near.write(whole)
    // Only now is it certain that it was committed.
    else if (type === 'C' && body.toString().startsWith('COMMIT')) cut()
  })
  near.on('data', (bytes) => up.take(bytes))
  far.on('data', (bytes) => down.take(bytes))
}

type MessageListener = (type: string, body: Buffer, whole: Buffer) => void

/** Cuts a stream of bytes into messages. */
class Messages {
  #isTyped: boolean
  readonly #onMessage: MessageListener
  #rest: Buffer = Buffer.alloc(0)

  constructor(isTyped: boolean, onMessage: MessageListener) {
    this.#isTyped = isTyped
    this.#onMessage = onMessage
  }

  take(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    for (;;) {
      const typeBytes = this.#isTyped ? TYPE_BYTES : 0
      if (this.#rest.length < typeBytes + LENGTH_BYTES) return
      const end = typeBytes + this.#rest.readInt32BE(typeBytes)
      if (this.#rest.length < end) return
      const whole = this.#rest.subarray(0, end)
      const type = this.#isTyped ? String.fromCharCode(whole[0] as number) : ''
      this.#rest = this.#rest.subarray(end)
      this.#isTyped = true
      this.#onMessage(type, whole.subarray(typeBytes + LENGTH_BYTES), whole)
    }
  }
}
