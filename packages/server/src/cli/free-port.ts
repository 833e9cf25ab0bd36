import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Ports below all that systems give to outgoing connections: one that a server leaves for a moment is given to nobody. */
const FIRST = 20_000
const PORTS = 10_000
const TRIES = 100

/** A port of this address that nothing uses now. Rejects where the address is none of this machine. */
export async function freePort(host: string): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = FIRST + randomInt(PORTS)
    try {
      await listenOnce(host, port)
      return port
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === TRIES) throw error
    }
  }
}

async function listenOnce(host: string, port: number): Promise<void> {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}
