import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ERRORS, IdSchema, type Refusal, refusal, SOCKET_PATH, SUBPROTOCOL } from '@guestwall/protocol'
import * as v from 'valibot'
import { problemResponse } from '../http/problem.ts'

/** Query parameters that look like credentials. They would appear in logs, so they are refused even when valid. */
const CREDENTIAL = /token|auth|secret|password|credential/i

/** Whether the query contains a credential. */
export function namesCredential(query: URLSearchParams): boolean {
  return [...query.keys()].some((name) => CREDENTIAL.test(name))
}

/** Returns the session that an upgrade names, or the refusal of the request. It allocates nothing for the socket. */
export function readUpgrade(request: IncomingMessage): { sessionId: string } | Refusal {
  const address = parseAddress(request.url)
  if (address === null || address.pathname !== SOCKET_PATH) return refusal('not_found')
  if (request.method !== 'GET') return refusal('method_not_allowed')
  if (!isHandshake(request)) return refusal('bad_request', { detail: 'This is not a WebSocket handshake of RFC 6455, version 13.' })
  const { headers } = request
  // A body before the upgrade can smuggle requests past a proxy.
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
    return refusal('bad_request', { detail: 'An upgrade has no body.' })
  }
  if (namesCredential(address.searchParams))
    return refusal('bad_request', { detail: 'The credential belongs into the first frame, never into an address.' })
  const offered = headers['sec-websocket-protocol']
  // RFC 6455 forbids a name twice; our own must be among them.
  const names = offered?.split(',').map((name) => name.trim()) ?? [SUBPROTOCOL]
  if (!names.includes(SUBPROTOCOL) || new Set(names).size < names.length) {
    return refusal('bad_request', { detail: `This server speaks ${SUBPROTOCOL}.` })
  }
  const sessions = address.searchParams.getAll('session')
  const [sessionId] = sessions
  if (sessions.length !== 1 || !v.is(IdSchema, sessionId)) return refusal('bad_request', { detail: 'Name one session: ?session=<id>.' })
  return { sessionId }
}

/** 16 bytes in base64. */
const HANDSHAKE_KEY = /^[A-Za-z0-9+/]{22}==$/

/** RFC 6455, 4.2.1. The library would answer a faulty handshake with HTML, and it accepts versions that Wire v1 does not. */
function isHandshake({ headers, httpVersion }: IncomingMessage): boolean {
  return (
    httpVersion === '1.1' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-version'] === '13' &&
    HANDSHAKE_KEY.test(headers['sec-websocket-key'] ?? '')
  )
}

function parseAddress(url: string | undefined): URL | null {
  if (url?.startsWith('/') !== true) return null
  return URL.canParse(url, 'http://guestwall') ? new URL(url, 'http://guestwall') : null
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
  // Read and drop the remaining input: unread input would turn the end into a reset, and the answer might be lost.
  socket.resume()
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
