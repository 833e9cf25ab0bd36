import { type AdapterKind, type InterfaceAddress, isOwnNetwork, kindOf } from './adapters.ts'

/** An address at which phones may find this machine. */
export interface Candidate {
  readonly adapter: string
  readonly kind: AdapterKind
  readonly address: string
  /** Whether only this machine's own virtual machines and containers are on that network. */
  readonly isOwnNetwork: boolean
}

/** Best first. Phones use Wi-Fi; a hotspot beside a real network was often left on by mistake. */
const RANK: Readonly<Record<AdapterKind, number>> = {
  wifi: 0,
  ethernet: 1,
  network: 1,
  hotspot: 2,
  linkLocal: 3,
  tunnel: 5,
  virtualMachine: 6,
  container: 7,
}
/** The only network of a virtual machine goes before its tunnels: no phone is on a tunnel. */
const GUEST_RANK = 4
/** Private networks, those of home and venue routers first. */
const PREFERENCE = [/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./, /^f[cd]/i]
/** Not usable in a link: such an address needs the name of an adapter on the machine that opens it. */
const LINK_LOCAL_6 = /^fe[89ab]/i

/**
 * The addresses of this machine for phones, best first. Pure. `sources`: the addresses from which the system would send to the internet. They
 * decide between adapters of the same kind only, because with a VPN they are those of the VPN.
 */
export function candidatesOf(interfaces: readonly InterfaceAddress[], sources: readonly string[] = []): Candidate[] {
  const usable = interfaces.filter(({ internal, family, address }) => !internal && !(family === 'IPv6' && LINK_LOCAL_6.test(address)))
  const rated = usable.filter(isShown(usable, sources)).map((found) => {
    const isDefault = sources.includes(found.address)
    const kind = kindOf(found, isDefault)
    const isOwn = isOwnNetwork(kind, found)
    const isGuest = !isOwn && (kind === 'virtualMachine' || kind === 'container')
    const rank = [isGuest ? GUEST_RANK : RANK[kind], isDefault ? 0 : 1, found.family === 'IPv4' ? 0 : 1, preference(found.address)]
    return { rank, candidate: { adapter: found.name, kind, address: found.address, isOwnNetwork: isOwn } }
  })
  return rated.sort((left, right) => compare(left.rank, right.rank)).map(({ candidate }) => candidate)
}

/** IPv6 addresses of an adapter are many and long: one is used, and only where it has no IPv4 address. */
function isShown(usable: readonly InterfaceAddress[], sources: readonly string[]) {
  return (found: InterfaceAddress): boolean => {
    if (found.family === 'IPv4') return true
    const siblings = usable.filter(({ name }) => name === found.name)
    if (siblings.some(({ family }) => family === 'IPv4')) return false
    return found === (siblings.find(({ address }) => sources.includes(address)) ?? siblings[0])
  }
}

function preference(address: string): number {
  const at = PREFERENCE.findIndex((pattern) => pattern.test(address))
  return at === -1 ? PREFERENCE.length : at
}

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index])
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}

/** `http://192.168.1.23:8787`; an IPv6 address is put in brackets. */
export function urlOf(address: string, port: number): string {
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`
}
