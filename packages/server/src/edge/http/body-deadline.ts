import type { IncomingMessage, RequestListener } from 'node:http'
import { type Route, ROUTES } from '@guestwall/protocol'
import type { Clock } from '../../domain/ports.ts'

const UPLOADS = Object.values<Route>(ROUTES)
  .filter(({ upload }) => upload !== undefined)
  .map(({ method, path }) => ({ method, path: new RegExp(`^${path.replace('{id}', '[^/]+')}$`) }))
/** The whole body of an upload may take this long: Node.js ends what takes longer. */
export const UPLOAD_TIMEOUT_MS = 120_000
/** The whole body of any other request may take this long. */
const BODY_TIMEOUT_MS = 15_000
const TOO_LATE = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'

/**
 * Cuts off a peer whose request comes too slowly. Node.js has one limit for all requests, which has to be that of the longest one; this is the limit for
 * the others.
 */
export function withBodyDeadline(clock: Clock, listener: RequestListener): RequestListener {
  return (request, response) => {
    if (hasBody(request) && !isUpload(request)) {
      const cancel = clock.setTimer(BODY_TIMEOUT_MS, () => {
        if (response.headersSent) request.socket.destroy()
        else request.socket.end(TOO_LATE, () => request.socket.destroy())
      })
      request.once('end', cancel).once('close', cancel)
    }
    listener(request, response)
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function isUpload({ method, url = '' }: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1)
  return UPLOADS.some((upload) => method === upload.method && upload.path.test(path))
}
