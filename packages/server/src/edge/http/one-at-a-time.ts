import type { RequestListener, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What of a connection is taken apart in one go: some hundred short requests. Node.js takes 64 KiB, which holds up everybody for 30 ms. */
const PIECE_BYTES = 4 * 1024
const NOTHING = Buffer.alloc(0)

/** How what comes over one connection reaches the parser. */
interface Feed {
  /** What of the last chunk is not taken apart yet. */
  rest: Buffer
  end(): void
}

/**
 * Lets a connection have one request at work: memory then holds one unread answer a connection, however much a peer sends ahead. A request
 * that comes before the answer to the one before has left (pipelining) is not started, nothing behind it is even taken apart, and the
 * connection ends after that answer. RFC 9112, 9.3.2, lets a server do so; browsers and proxies do not pipeline.
 */
export class OneAtATime {
  /** The answer that each connection is about to get. */
  readonly #current = new WeakMap<Socket, ServerResponse>()
  readonly #ending = new WeakSet<Socket>()
  readonly #feeds = new WeakMap<Socket, Feed>()

  /** Hands on the requests that may be started. */
  answering(answer: RequestListener): RequestListener {
    return (request, response) => {
      const { socket } = request
      if (this.#ending.has(socket)) return
      const before = this.#current.get(socket)
      if (before === undefined || before.writableFinished) {
        this.#current.set(socket, response)
        answer(request, response)
        return
      }
      this.#ending.add(socket)
      if (!before.headersSent) before.setHeader('connection', 'close')
      before.once('finish', () => socket.destroySoon())
      // Only now: after each request that it has taken apart Node reads on by itself.
      setImmediate(() => socket.pause())
    }
  }

  /** Hands what comes to the server's parser in small pieces. Called before any other listener of upgrades is added. */
  feed(server: Server): void {
    server.on('connection', (socket: Socket) => {
      const [parse] = socket.listeners('data') as ((chunk: Buffer) => void)[]
      if (parse === undefined) return
      const inPieces = (chunk: Buffer) => {
        feed.rest = chunk
        while (feed.rest.length > 0 && !socket.destroyed && !this.#ending.has(socket)) {
          const piece = feed.rest.subarray(0, PIECE_BYTES)
          feed.rest = feed.rest.subarray(PIECE_BYTES)
          parse(piece)
        }
      }
      const feed: Feed = { rest: NOTHING, end: () => socket.off('data', inPieces) }
      this.#feeds.set(socket, feed)
      socket.off('data', parse)
      socket.on('data', inPieces)
    })
    server.on('upgrade', (_request, socket: Socket) => {
      const feed = this.#feeds.get(socket)
      if (feed === undefined) return
      const { rest } = feed
      feed.rest = NOTHING
      feed.end()
      // The next listener puts what followed the request in its own piece before it.
      if (rest.length > 0) socket.unshift(rest)
    })
  }
}
