import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Both ends of a TCP connection: what the system takes at once, and what waits, only the system knows. */
export async function socketPair(): Promise<{ readonly peer: Socket; readonly socket: Socket }> {
  // As the HTTP server of Node.js does.
  const server = createServer({ allowHalfOpen: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const peer = connect(port, '127.0.0.1')
  const [socket] = (await once(server, 'connection')) as [Socket]
  server.close()
  return { peer, socket }
}
