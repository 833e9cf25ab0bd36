import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** As much of Socket.IO as a relay needs. */
interface Io {
  on(event: 'connection', listener: (socket: { on(event: 'message', listener: (text: string) => void): void }) => void): void
  emit(event: 'message', text: string): void
}

/** A relay with Socket.IO: each message is emitted to everybody. Its argument is the folder with the library. It prints its port. */
const load = createRequire(join(process.argv[2] as string, 'package.json'))
const { Server } = load('socket.io') as { Server: new (server: ReturnType<typeof createServer>, options: object) => Io }
const server = createServer()
const io = new Server(server, { transports: ['websocket'] })
io.on('connection', (socket) => socket.on('message', (text) => io.emit('message', text)))
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => process.stdout.write(`${(server.address() as { port: number }).port}\n`))
