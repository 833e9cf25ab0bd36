import { hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ERRORS, IdSchema, MAX_ID_LENGTH, type Refusal, refusal, SOCKET_PATH, SUBPROTOCOL } from '@guestwall/protocol'
import * as v from 'valibot'
import { problemResponse } from '../http/problem.ts'

/** Query parameters that look like credentials. They would appear in logs, so they are refused even when valid. */
const CREDENTIAL = /token|auth|secret|password|credential/i

/** Whether the query contains a credential. */
export function namesCredential(query: URLSearchParams): boolean {
  return [...query.keys()].some((name) => CREDENTIAL.test(name))
}

const PROTOCOL = 'websocket'
/** Of RFC 6455. */
const VERSION = '13'

/** Returns the session that an upgrade names, or the refusal of the request. It allocates nothing for the socket. */
export function readUpgrade(request: IncomingMessage): { readonly sessionId: string } | Refusal {
  if (request.headers.upgrade?.toLowerCase() !== PROTOCOL) {
    return refusal('bad_request', { detail: 'This server speaks HTTP/1.1 and WebSocket. Ask for no other protocol, such as h2c.' })
  }
  const asked = readAddress(request.url ?? '')
  if ('code' in asked) return asked
  if (request.method !== 'GET') return refusal('method_not_allowed')
  if (!isHandshake(request))
    return refusal('bad_request', { detail: 'This is not a WebSocket handshake of RFC 6455, version 13, with its Host.' })
  const { headers } = request
  // A body before the upgrade can smuggle requests past a proxy.
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
    return refusal('bad_request', { detail: 'An upgrade has no body.' })
  }
  return speaksOurs(headers['sec-websocket-protocol']) ? asked : refusal('bad_request', { detail: `This server speaks ${SUBPROTOCOL}.` })
}

/** RFC 6455 forbids a name twice; our own must be among them, unless the client offers none. */
function speaksOurs(offered: string | undefined): boolean {
  if (offered === undefined || offered === SUBPROTOCOL) return true
  const names = offered.split(',').map((name) => name.trim())
  return names.includes(SUBPROTOCOL) && new Set(names).size === names.length
}

/** The address as the clients of this project write it. Any other spelling is parsed as a URL, which costs ten times as much. */
const PLAIN_ADDRESS = new RegExp(`^${SOCKET_PATH}\\?session=([A-Za-z0-9_-]{1,${MAX_ID_LENGTH}})$`)

function readAddress(url: string): { readonly sessionId: string } | Refusal {
  const plain = PLAIN_ADDRESS.exec(url)?.[1]
  if (plain !== undefined) return { sessionId: plain }
  const address = url.startsWith('/') && URL.canParse(url, 'http://guestwall') ? new URL(url, 'http://guestwall') : null
  if (address?.pathname !== SOCKET_PATH) return refusal('not_found')
  if (namesCredential(address.searchParams))
    return refusal('bad_request', { detail: 'The credential belongs into the first frame, never into an address.' })
  const sessions = address.searchParams.getAll('session')
  const [sessionId] = sessions
  if (sessions.length !== 1 || !v.is(IdSchema, sessionId)) return refusal('bad_request', { detail: 'Name one session: ?session=<id>.' })
  return { sessionId }
}

/** 16 bytes in base64. */
const HANDSHAKE_KEY = /^[A-Za-z0-9+/]{22}==$/

/** RFC 6455, 4.2.1. */
function isHandshake({ headers, httpVersion }: IncomingMessage): boolean {
  return (
    httpVersion === '1.1' &&
    headers.host !== undefined &&
    headers['sec-websocket-version'] === VERSION &&
    HANDSHAKE_KEY.test(headers['sec-websocket-key'] ?? '')
  )
}

/** RFC 6455, 1.3. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** The answer to a handshake that `readUpgrade` accepted. It offers no extension. */
export function switchingProtocols({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const accept = hash('sha1', `${headers['sec-websocket-key']}${ACCEPT_SUFFIX}`, 'base64')
  const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n`
  // A client that offered no subprotocol fails where the answer names one.
  return headers['sec-websocket-protocol'] === undefined ? `${head}\r\n` : `${head}Sec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`
}

/** Answers an upgrade with a problem document and ends the connection, even if the peer keeps its side open. */
export async function refuseUpgrade(socket: Duplex, refused: Refusal): Promise<void> {
  // This must come first: the HTTP server no longer listens, and an unhandled `error` event ends the process.
  socket.on('error', () => {})
  socket.on('finish', () => socket.destroy())
  const response = problemResponse(refused)
  const body = await response.text()
  const head = [`HTTP/1.1 ${ERRORS[refused.code].status} Refused`, 'connection: close', `content-length: ${Buffer.byteLength(body)}`]
  for (const [name, value] of response.headers) head.push(`${name}: ${value}`)
  if (refused.code === 'method_not_allowed') head.push('allow: GET')
  if (refused.code === 'bad_request') head.push(`sec-websocket-version: ${VERSION}`)
  // Read and drop the remaining input: unread input would turn the end into a reset, and the answer might be lost.
  socket.resume()
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
