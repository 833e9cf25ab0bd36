import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** The parser gets this many bytes at a time, some hundred short requests. Node.js gives it 64 KiB, which blocks the event loop for 30 ms. */
const PIECE_BYTES = 4 * 1024
const NOTHING = Buffer.alloc(0)

/** The input of one connection on its way to the parser. */
interface Feed {
  /** The part of the last chunk that is not parsed yet. */
  rest: Buffer
  end(): void
}

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/**
 * Limits each connection to one request at a time, so that memory holds at most one unread answer for each connection. A request that arrives
 * before the previous answer has left (pipelining) is not started, nothing behind it is parsed, and the connection ends after that answer.
 * RFC 9112, 9.3.2, permits this; browsers and proxies do not pipeline. An upgrade in that place ends the connection at once.
 */
export class OneAtATime {
  /** The current answer of each connection. */
  readonly #current = new WeakMap<Socket, ServerResponse>()
  readonly #ending = new WeakSet<Socket>()
  readonly #feeds = new WeakMap<Socket, Feed>()

  /** Passes on the requests that may start. */
  answering(answer: RequestListener): RequestListener {
    return (request, response) => {
      const { socket } = request
      if (this.#ending.has(socket)) return
      const before = this.#current.get(socket)
      if (!isUnderWay(before)) {
        this.#current.set(socket, response)
        answer(request, response)
        return
      }
      this.#ending.add(socket)
      if (!before.headersSent) before.setHeader('connection', 'close')
      before.once('finish', () => socket.destroySoon())
      // Node resumes the socket by itself after each parsed request, so the pause must come later.
      setImmediate(() => socket.pause())
    }
  }

  /** Passes on the upgrades that may start, with all bytes behind them. */
  upgrading(upgrade: UpgradeListener): UpgradeListener {
    return (request, duplex, head) => {
      const socket = duplex as Socket
      // Node.js has already let go of the connection, so that an answer that is larger than the buffers would never get its end.
      if (this.#ending.has(socket) || isUnderWay(this.#current.get(socket))) return void socket.destroy()
      const feed = this.#feeds.get(socket)
      if (feed !== undefined) {
        const { rest } = feed
        feed.rest = NOTHING
        feed.end()
        // It holds the parser, and the socket stays for hours.
        this.#feeds.delete(socket)
        // Bytes behind the request go back to the socket, for the next listener.
        if (rest.length > 0) socket.unshift(rest)
      }
      upgrade(request, socket, head)
    }
  }

  /** Feeds the server's parser with small pieces. */
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
  }
}

function isUnderWay(answer: ServerResponse | undefined): answer is ServerResponse {
  return answer !== undefined && !answer.writableFinished
}
