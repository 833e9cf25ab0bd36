import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Lets a connection have one request at work: memory then holds one unread answer a connection, however much a peer sends ahead. A request
 * that comes before the answer to the one before has left (pipelining) is not started, and the connection ends after that answer. RFC 9112,
 * 9.3.2, lets a server do so; browsers and proxies do not pipeline.
 */
export function oneAtATime(answer: RequestListener): RequestListener {
  /** The answer that each connection is about to get. */
  const current = new WeakMap<Socket, Parameters<RequestListener>[1]>()
  const ending = new WeakSet<Socket>()
  return (request, response) => {
    const { socket } = request
    // Node takes a whole chunk of requests apart at once: the second of them settles it for all that follow.
    if (ending.has(socket)) return
    const before = current.get(socket)
    if (before === undefined || before.writableFinished) {
      current.set(socket, response)
      answer(request, response)
      return
    }
    ending.add(socket)
    if (!before.headersSent) before.setHeader('connection', 'close')
    before.once('finish', () => socket.destroySoon())
    // Only now: after each request that it has taken apart Node reads on by itself.
    setImmediate(() => socket.pause())
  }
}
