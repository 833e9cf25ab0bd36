import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ERRORS, IdSchema, type Refusal, refusal, SUBPROTOCOL } from '@guestwall/protocol'
import * as v from 'valibot'
import { problemResponse } from '../http/problem.ts'

export const SOCKET_PATH = '/api/realtime/ws'

/** Query parameters in which people put credentials. They would stand in logs, so they are refused even when valid. */
const CREDENTIAL = /token|auth|secret|password|credential/i

/** Whether an address holds what must not stand in one. */
export function namesCredential(query: URLSearchParams): boolean {
  return [...query.keys()].some((name) => CREDENTIAL.test(name))
}

/** The session that an upgrade asks for, or why its request is not one that we take. Nothing is allocated for it yet. */
export function readUpgrade(request: IncomingMessage): { sessionId: string } | Refusal {
  const address = parseAddress(request.url)
  if (address === null || address.pathname !== SOCKET_PATH) return refusal('not_found')
  if (request.method !== 'GET') return refusal('method_not_allowed')
  if (!isHandshake(request)) return refusal('bad_request', { detail: 'This is not a WebSocket handshake of RFC 6455, version 13.' })
  const { headers } = request
  // A body before the switch is how requests are smuggled past a proxy.
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
    return refusal('bad_request', { detail: 'An upgrade has no body.' })
  }
  if (namesCredential(address.searchParams))
    return refusal('bad_request', { detail: 'The credential belongs into the first frame, never into an address.' })
  const offered = headers['sec-websocket-protocol']
  // A name that stands twice is against RFC 6455; our own must be among them.
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

/** RFC 6455, 4.2.1. The library answers what it does not like with a page of HTML, and takes versions and forms that we do not. */
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

/** Answers an upgrade with a problem document instead, and ends the connection, also when the peer keeps its side open. */
export async function refuseUpgrade(socket: Duplex, refused: Refusal): Promise<void> {
  // First of all: the HTTP server has let go of the socket, and an error that nobody hears ends the process.
  socket.on('error', () => {})
  socket.on('finish', () => socket.destroy())
  const response = problemResponse(refused)
  const body = await response.text()
  const head = [`HTTP/1.1 ${ERRORS[refused.code].status} Refused`, 'connection: close', `content-length: ${Buffer.byteLength(body)}`]
  for (const [name, value] of response.headers) head.push(`${name}: ${value}`)
  // What came after the request is read and dropped: left unread it would make the end a reset, and the answer might not arrive.
  socket.resume()
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
