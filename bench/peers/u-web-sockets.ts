import { createRequire } from 'node:module'
import { join } from 'node:path'

/** As much of uWebSockets.js as a relay needs. */
interface Socket {
  subscribe(topic: string): boolean
}
interface App {
  ws(
    pattern: string,
    behaviour: { open(socket: Socket): void; message(socket: Socket, message: ArrayBuffer, isBinary: boolean): void; idleTimeout: number },
  ): App
  listen(host: string, port: number, listening: (token: unknown) => void): App
  publish(topic: string, message: ArrayBuffer, isBinary: boolean): boolean
}

/** A relay with uWebSockets.js, whose sockets are in C++: each message is published to a topic of all. Arguments: the folder with the library. It prints its port. */
const load = createRequire(join(process.argv[2] as string, 'package.json'))
const library = load('@trufflesuite/uws-js-unofficial') as { App(): App; us_socket_local_port(token: unknown): number }
const app = library.App()
app.ws('/*', {
  idleTimeout: 0,
  open: (socket) => void socket.subscribe('wall'),
  message: (_, message, isBinary) => void app.publish('wall', message, isBinary),
})
app.listen('127.0.0.1', 0, (token) => process.stdout.write(`${library.us_socket_local_port(token)}\n`))
