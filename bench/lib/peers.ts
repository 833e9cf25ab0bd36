import { CONTENT, type Wire } from './fan-out.ts'
import { installed } from './install.ts'
import { startNchan } from './nchan.ts'
import { type Peer, startFloor, startGuestwall, startProgram } from './peer.ts'

/** A server to compare with. Everybody relays a message of 100 bytes to all readers; Guestwall alone stores and syncs it before. */
export interface PeerKind {
  readonly name: string
  /** Answers why where it cannot run here. */
  start(): Promise<Peer | string>
}

const PLAIN: Wire = { path: '/', message: CONTENT }
const SOCKET_IO: Wire = {
  path: '/socket.io/?EIO=4&transport=websocket',
  greeting: '40',
  welcome: '40',
  message: `42["message","${CONTENT}"]`,
  ping: '2',
  pong: '3',
}

/** Exact versions, so that two runs compare the same. */
const SOCKET_IO_VERSION = '4.8.4'
const WS_VERSION = '8.23.0'
/** uWebSockets.js itself is not on the npm registry; this is its binary of 2023, put there by the makers of another program. It loads in Node.js 20. */
const UWS = { package: '@trufflesuite/uws-js-unofficial', version: '20.30.0-unofficial.0' }

export const FLOOR = 'Node.js floor'
export const U_WEB_SOCKETS = 'uWebSockets.js 20.30.0'
export const SOCKET_IO_NAME = `Socket.IO ${SOCKET_IO_VERSION}`
export const GUESTWALL = 'Guestwall'

export const PEERS: readonly PeerKind[] = [
  { name: FLOOR, start: () => startFloor() },
  { name: U_WEB_SOCKETS, start: () => fromNpm(UWS.package, UWS.version, 'u-web-sockets.ts', PLAIN) },
  { name: 'Nchan', start: () => startNchan(PLAIN) },
  { name: `ws ${WS_VERSION}`, start: () => fromNpm('ws', WS_VERSION, 'ws.ts', PLAIN) },
  { name: SOCKET_IO_NAME, start: () => fromNpm('socket.io', SOCKET_IO_VERSION, 'socket-io.ts', SOCKET_IO) },
  { name: GUESTWALL, start: () => startGuestwall() },
]

async function fromNpm(name: string, version: string, program: string, wire: Wire): Promise<Peer | string> {
  const folder = installed('peers', name, version)
  return folder === null ? `npm did not install ${name}@${version}` : startProgram(program, wire, [folder])
}
