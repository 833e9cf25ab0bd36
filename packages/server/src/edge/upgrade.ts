import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ERRORS, IdSchema, type Refusal, refusal, SUBPROTOCOL } from '@guestwall/protocol'
import * as v from 'valibot'
import { problemResponse } from './problem.ts'

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
  const { headers } = request
  // A body before the switch is how requests are smuggled past a proxy.
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
    return refusal('bad_request', { detail: 'An upgrade has no body.' })
  }
  if (namesCredential(address.searchParams)) return refusal('bad_request', { detail: 'The credential belongs into the first frame, never into an address.' })
  const offered = headers['sec-websocket-protocol']
  if (offered !== undefined && !offered.split(',').some((name) => name.trim() === SUBPROTOCOL)) {
    return refusal('bad_request', { detail: `This server speaks ${SUBPROTOCOL}.` })
  }
  const sessions = address.searchParams.getAll('session')
  const [sessionId] = sessions
  if (sessions.length !== 1 || !v.is(IdSchema, sessionId)) return refusal('bad_request', { detail: 'Name one session: ?session=<id>.' })
  return { sessionId: sessionId as string }
}

function parseAddress(url: string | undefined): URL | null {
  if (url?.startsWith('/') !== true) return null
  return URL.canParse(url, 'http://guestwall') ? new URL(url, 'http://guestwall') : null
}

/** Answers an upgrade with a problem document instead, and ends the connection. */
export async function refuseUpgrade(socket: Duplex, refused: Refusal): Promise<void> {
  const response = problemResponse(refused)
  const body = await response.text()
  const head = [`HTTP/1.1 ${ERRORS[refused.code].status} Refused`, 'connection: close', `content-length: ${Buffer.byteLength(body)}`]
  for (const [name, value] of response.headers) head.push(`${name}: ${value}`)
  socket.on('error', () => {})
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
