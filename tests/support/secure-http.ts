import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { Readable } from 'node:stream'
import { type Transports, fetchExchange, webSocketFactory } from '@guestwall/client'
import { WebSocket } from 'ws'

/** A way to a server with a certificate of a test's own: what Node's `fetch` cannot be told. */
export interface SecureHttp {
  readonly fetch: typeof fetch
  /** For a `RealtimeClient`. */
  readonly transports: Transports
  /** A `WebSocket` that trusts the certificate. */
  readonly WebSocket: new (
    url: string,
    subprotocol: string,
  ) => WebSocket
  close(): void
}

/** HTTP and sockets that trust `ca`. Connections are kept open between requests, as a browser does. */
export function secureHttp(ca: string): SecureHttp {
  const agent = new Agent({ ca, keepAlive: true })
  class TrustingWebSocket extends WebSocket {
    constructor(url: string, subprotocol: string) {
      super(url, subprotocol, { ca, perMessageDeflate: false })
    }
  }
  const secureFetch = ((input: string | URL, init: RequestInit = {}) => exchange(agent, new URL(input), init)) as typeof fetch
  return {
    fetch: secureFetch,
    transports: { socket: webSocketFactory(TrustingWebSocket), http: fetchExchange(secureFetch) },
    WebSocket: TrustingWebSocket,
    close: () => agent.destroy(),
  }
}

function exchange(agent: Agent, url: URL, { method = 'GET', headers, body, signal }: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      agent,
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(signal === null || signal === undefined ? {} : { signal }),
    })
    outgoing.once('response', (incoming) => resolve(responseOf(incoming)))
    outgoing.once('error', reject)
    outgoing.end(body as string | undefined)
  })
}

function responseOf(incoming: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) for (const value of values ?? []) headers.append(name, value)
  const status = incoming.statusCode ?? 0
  const isEmpty = status === 204 || status === 304
  if (isEmpty) incoming.resume()
  return new Response(isEmpty ? null : (Readable.toWeb(incoming) as ReadableStream), { status, headers })
}
