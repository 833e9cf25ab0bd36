import { createSocket, type SocketType } from 'node:dgram'

/** Addresses reserved for documentation (RFC 5737, RFC 3849): nobody has them, so the route to them is the route to the internet. */
const FAR: readonly (readonly [SocketType, string])[] = [
  ['udp4', '192.0.2.1'],
  ['udp6', '2001:db8::1'],
]
const DISCARD_PORT = 9

/** The addresses from which the system would send to the internet. Connecting a UDP socket reads the routes and sends nothing. */
export async function defaultSources(): Promise<string[]> {
  const sources = await Promise.all(FAR.map(([type, address]) => sourceTowards(type, address)))
  return sources.filter((source) => source !== null)
}

function sourceTowards(type: SocketType, address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(type)
    const finish = (source: string | null) => {
      socket.close()
      resolve(source)
    }
    // No route, or no IPv6 at all.
    socket.once('error', () => finish(null))
    socket.connect(DISCARD_PORT, address, () => finish(socket.address().address))
  })
}
