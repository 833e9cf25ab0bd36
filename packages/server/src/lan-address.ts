import { networkInterfaces } from 'node:os'

/** Private networks, those of home and venue routers first. */
const PREFERENCE = [/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./]

/** The address of this machine that phones on the same network can reach; the loopback where there is none. */
export function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  )
  const rank = (address: string) => {
    const at = PREFERENCE.findIndex((pattern) => pattern.test(address))
    return at === -1 ? PREFERENCE.length : at
  }
  return addresses.sort((left, right) => rank(left) - rank(right))[0] ?? '127.0.0.1'
}
