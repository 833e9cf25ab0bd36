import type { AdapterKind } from '../network/adapters.ts'
import type { GuestAddresses, ListedAddress } from '../network/guest-addresses.ts'
import { type Screen, terminalQr } from './terminal-qr.ts'
import { version } from './version.ts'

/** The facts that the terminal prints about the addresses of the wall. */
export interface Entrance {
  readonly guestUrl: string
  readonly hostUrl: string
  /** Every possible `guestUrl`, best first; empty where the configuration sets it. */
  readonly addresses: readonly ListedAddress[]
  readonly isChosen: boolean
  /** Why only this computer can open the wall; `null` where others can. */
  readonly localBecause: string | null
}

const KINDS: Readonly<Record<AdapterKind, string>> = {
  wifi: 'Wi-Fi',
  ethernet: 'cable',
  network: 'network',
  hotspot: 'hotspot of this computer',
  linkLocal: 'no router',
  tunnel: 'VPN or tunnel',
  virtualMachine: 'virtual machines',
  container: 'containers',
}

/** The addresses of the wall on the present network. */
export function entranceOf(
  { HOST, PUBLIC_URL }: { HOST: string; PUBLIC_URL?: string | undefined },
  network: GuestAddresses,
  port: number,
): Entrance {
  if (PUBLIC_URL !== undefined) return { guestUrl: PUBLIC_URL, hostUrl: PUBLIC_URL, addresses: [], isChosen: true, localBecause: null }
  const guestUrl = network.guestUrl(port)
  const hostUrl = network.localUrl(port)
  const addresses = network.list(port)
  const isLocal = guestUrl === hostUrl && !addresses.some(({ url }) => url === guestUrl)
  const localBecause = !isLocal ? null : network.isLimitedByHost ? `HOST=${HOST}` : 'this machine is on no network'
  return { guestUrl, hostUrl, addresses, isChosen: network.chosen(port) !== null, localBecause }
}

/** The text that a start prints. `crew`: the processes, where they are several. */
export function greeting(entrance: Entrance, oneTimeKey: string, screen: Screen, crew?: string): string {
  const lines = [
    '',
    `  Guestwall 留言墙 ${version()}`,
    '',
    `  Console   ${entrance.hostUrl}/host#key=${oneTimeKey}`,
    '            opens once; the sign-in stays in that browser',
    entranceLines(entrance, screen),
    '',
    ...(crew === undefined ? [] : [`  Workers   ${crew}`, '']),
    '  Ctrl-C stops it.',
    '',
  ]
  return `${lines.join('\n')}\n`
}

/** The address for guests, its QR code, and the other possible addresses. */
export function entranceLines({ guestUrl, addresses, isChosen, localBecause }: Entrance, screen: Screen): string {
  const used = addresses.find(({ url }) => url === guestUrl)
  const others = addresses.filter(({ url }) => url !== guestUrl)
  const named = ({ adapter, kind }: ListedAddress) => `${adapter} (${KINDS[kind]})`
  const width = Math.max(0, ...others.map(({ url }) => url.length))
  return [
    `  Guests    ${guestUrl}${used === undefined ? '' : `   ${named(used)}${isChosen ? ', chosen in the console' : ''}`}`,
    ...(localBecause === null ? [] : [`            ${localBecause}: only this computer can open it`]),
    '',
    terminalQr(guestUrl, screen),
    ...(others.length === 0 ? [] : ['', '  Not the network of your guests? Choose another in the console:']),
    ...others.map((other) => `            ${other.url.padEnd(width)}   ${named(other)}`),
  ].join('\n')
}
