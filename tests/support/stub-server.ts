import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { freePort } from './free-port.ts'

/** Connections that wait while this process does something else, as a client of its own server does. */
const QUEUE = 4_096

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server that stands for a Guestwall where only the proxy before it is tested: it counts, and answers what it is told to. */
export interface StubServer {
  readonly port: number
  readonly name: string
  /** Requests and upgrades so far. */
  readonly seen: IncomingMessage[]
  /** How requests are answered. At first: 200 with its name and the headers that arrived. */
  answer: Answer
  /** Answers upgrades so, instead of upgrading. */
  refuseUpgrades: number | null
  /** Sockets open now. */
  sockets(): number
  /** Refuses connections from now on. */
  close(): Promise<void>
  /** Takes them again, on the same port, and answers as at first. */
  reset(): Promise<void>
}

export async function startStubServer(name: string): Promise<StubServer> {
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer((request, response) => {
    stub.seen.push(request)
    stub.answer(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    stub.seen.push(request)
    if (stub.refuseUpgrades !== null) {
      socket.end(
        `HTTP/1.1 ${stub.refuseUpgrades} Refused\r\ncontent-type: application/problem+json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
      )
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.send(name)
      webSocket.on('message', (data: Buffer) => webSocket.send(`${name}: ${data.toString()}`))
    })
  })
  const sayName: Answer = (request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ server: name, headers: request.headers }))
  }
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server.listen({ port, host: '127.0.0.1', backlog: QUEUE }, resolve)
    })
  await listen(await freePort())
  const { port } = server.address() as AddressInfo
  const stub: StubServer = {
    port,
    name,
    seen: [],
    answer: sayName,
    refuseUpgrades: null,
    sockets: () => sockets.clients.size,
    async close() {
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await closed
    },
    async reset() {
      stub.answer = sayName
      stub.refuseUpgrades = null
      if (!server.listening) await listen(port)
    },
  }
  return stub
}
