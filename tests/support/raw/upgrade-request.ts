import { randomBytes } from 'node:crypto'
import { SOCKET_PATH, SUBPROTOCOL } from '@guestwall/protocol'

/** The bytes of a proper request for a WebSocket. The headers that are given replace those of the same name; `null` removes one. */
export function upgradeRequest(
  sessionId: string,
  changes: Readonly<Record<string, string | null>> = {},
  { path = `${SOCKET_PATH}?session=${sessionId}`, version = '1.1', method = 'GET' } = {},
): string {
  const headers: Record<string, string | null> = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Protocol': SUBPROTOCOL,
    ...changes,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  return [`${method} ${path} HTTP/${version}`, ...lines, '', ''].join('\r\n')
}
