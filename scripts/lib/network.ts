import { createServer } from 'node:net'
import { defaultSources, GuestAddresses, systemClock, systemInterfaces } from '@guestwall/server'

/** This port, or the next free one. */
export async function freePortFrom(port: number): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    if (await isFree(candidate)) return candidate
    console.log(`Port ${candidate} is taken.`)
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false)).listen(port, () => server.close(() => resolve(true)))
  })
}

/** The address at which the phones of this network find `port` of this machine. `host`: the address that the port listens on. */
export async function networkUrl(port: number, host = '0.0.0.0'): Promise<string> {
  const addresses = new GuestAddresses({
    host,
    interfaces: systemInterfaces,
    sources: defaultSources,
    choice: { read: () => null, write() {} },
    clock: systemClock,
  })
  await addresses.refresh()
  return addresses.guestUrl(port)
}
