import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refusal } from '@guestwall/protocol'
import { getRequestListener } from '@hono/node-server'
import { assemble, type Core } from './app.ts'
import type { AppParts } from './assembly/app-parts.ts'
import type { Clock } from './domain/ports.ts'
import { UPLOAD_TIMEOUT_MS, withBodyDeadline } from './edge/http/body-deadline.ts'
import { OneAtATime } from './edge/http/one-at-a-time.ts'
import { problemResponse } from './edge/http/problem.ts'
import type { Figures } from './observe/crew.ts'
import { openFilesLimit, OpenFiles } from './observe/open-files.ts'

/** The time for a request's headers. A peer that sends more slowly is cut off. Long polls are slow answers, not requests. */
const HEADERS_TIMEOUT_MS = 10_000
/** A connection on which nothing moves for this long is cut, also when its peer does not read. It is longer than a long poll, which waits 25 s. */
const STALLED_MS = 40_000
/** Node.js looks for late peers this often. Its default of 30 s would make the limits much longer. */
const DEADLINE_CHECK_MS = 1_000
/** Connections that the system holds while the event loop is busy. With Node's default of 511, a hall that arrives at once has to retry. */
const LISTEN_BACKLOG = 4_096
const NO_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])

/** A server that runs. */
export interface App {
  readonly port: number
  /** The metrics of this process. */
  figures(): Promise<Figures>
  /** Drains the sockets, then closes. The wait ends early when `force` resolves. */
  drain(force: Promise<void>): Promise<void>
  /** Closes at once. */
  close(): Promise<void>
}

/** Assembles the server and listens. Rejects when the port is taken; the store is then closed. */
export async function startApp(parts: AppParts): Promise<App> {
  let port = parts.config.PORT
  const core = assemble(parts, () => port)
  const server = httpServer(core, parts.clock)
  watchConnections(server, parts)
  try {
    port = await listen(server, parts.config.HOST, parts.config.PORT)
  } catch (error) {
    await core.close()
    throw error
  }
  core.metrics.watchProcess()
  core.start()
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await core.close()
    server.closeAllConnections()
    await closed
  }
  return {
    port,
    figures: () => core.metrics.figures(),
    close,
    async drain(force) {
      await core.drain(force)
      await close()
    },
  }
}

/** Says when the connections come near the limit of the system. */
function watchConnections(server: Server, { clock, log }: AppParts): void {
  const files = new OpenFiles(openFilesLimit(), (line) => log.warn(line))
  let open = 0
  const closed = () => {
    open -= 1
  }
  server.on('connection', (socket) => {
    open += 1
    files.note(open, clock.now())
    socket.on('close', closed)
  })
}

/** The server of Node.js with the limits of its connections. */
function httpServer({ http, sockets }: Core, clock: Clock): Server {
  // A request that is not well formed (a wrong Host, a path with backslashes) never reaches the adapter.
  const answer = getRequestListener(http.fetch, {
    errorHandler: () =>
      problemResponse(
        refusal('bad_request', { detail: 'The Host header is missing or names no host, or the address is not well formed.' }),
      ),
  })
  const oneAtATime = new OneAtATime()
  const answered = withBodyDeadline(clock, (request, response) => {
    void answer(request, response)
  })
  const onRequest = oneAtATime.answering(answered)
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: UPLOAD_TIMEOUT_MS, connectionsCheckingInterval: DEADLINE_CHECK_MS },
    onRequest,
  )
  // A request with an unknown expectation is an ordinary request (RFC 9110, 10.1.1). Node.js would answer it without any limit of ours.
  server.on('checkExpectation', (request, response) => {
    request.rawHeaders = request.rawHeaders.filter((_, index, all) => all[index - (index % 2)]?.toLowerCase() !== 'expect')
    onRequest(request, response)
  })
  oneAtATime.feed(server)
  server.setTimeout(STALLED_MS)
  server.on('upgrade', oneAtATime.upgrading(sockets.onUpgrade))
  return server
}

/** Listens, and returns the port. Where the system has no IPv6, all addresses are those of IPv4. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error & { code?: string }) => {
      if (host !== '::' || !NO_IPV6.has(error.code ?? '')) reject(error)
      else listen(server, '0.0.0.0', port).then(resolve, reject)
    }
    server.once('error', onError)
    server.listen({ port, host, backlog: LISTEN_BACKLOG }, () => {
      server.off('error', onError)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
