import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as Ws from 'ws'

/** A relay with the library ws: each message goes to every socket, one `send` for each. Its argument is the folder with the library. It prints its port. */
const load = createRequire(join(process.argv[2] as string, 'package.json'))
const { WebSocketServer } = load('ws') as typeof Ws
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, backlog: 4096 })
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    for (const client of server.clients) client.send(data, { binary: isBinary })
  })
})
server.on('listening', () => process.stdout.write(`${(server.address() as { port: number }).port}\n`))
