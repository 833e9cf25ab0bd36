import { SOCKET_PATH, SUBPROTOCOL } from '@guestwall/protocol'
import type { ServerProcess } from '../../tests/support/server-process.ts'
import { CONTENT, type Target, type Wire } from './fan-out.ts'

/** What guests say to a session of Guestwall. */
export function guestwallWire(sessionId: string): Wire {
  return {
    path: `${SOCKET_PATH}?session=${sessionId}`,
    headers: `Sec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n`,
    greeting: '{"type":"hello","guestName":"Guest ########"}',
    welcome: '{"type":"welcome"',
    message: `{"type":"sendMessage","ref":1########,"key":"bench-key-########","content":"${CONTENT}","guestName":"Guest"}`,
    ack: '{"type":"ack"',
    refusal: '{"type":"error"',
  }
}

export function guestwallTarget(server: ServerProcess, sessionId: string): Target {
  return {
    port: server.port,
    wire: guestwallWire(sessionId),
    cpuMicros: () => server.cpuMicros(),
    residentBytes: () => server.residentBytes(),
  }
}
