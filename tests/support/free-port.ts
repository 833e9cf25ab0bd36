import { createServer } from 'node:net'

/**
 * Ports below all that systems give to outgoing connections and to `listen(0)` (Linux: from 32768 on): a server that is down for a moment finds
 * its port again, because nobody was given it meanwhile. Above them, at a distance of 10,000, lie the buses of Redis Cluster.
 */
const FIRST = 10_000
const PORTS = 10_000
/** Test files that run at the same time do not look in the same place. */
const SHARES = 8

const shareOfPorts = PORTS / SHARES
const share = Number(process.env['VITEST_POOL_ID'] ?? 0) % SHARES
/** Another run on this machine begins elsewhere. */
let next = Math.floor(Math.random() * shareOfPorts)

/** A loopback port that nobody listens on, and that is given out once. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < shareOfPorts; tries += 1) {
    const port = FIRST + share * shareOfPorts + next
    next = (next + 1) % shareOfPorts
    if (await isFree(port)) return port
  }
  throw new Error(`there is no free port from ${FIRST} on`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
