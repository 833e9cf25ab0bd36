import type { IncomingMessage } from 'node:http'
import { isForwarded, isOwnMachine } from '../peer-address.ts'
import { sameSecret } from '../tokens.ts'

/**
 * Whether a request may read the metrics: it has the token, it comes from this machine, or, behind a trusted proxy, it did not come through
 * the proxy.
 */
export function maySeeMetrics(
  request: IncomingMessage | undefined,
  given: string | null,
  token: string | undefined,
  trustsProxy: boolean,
): boolean {
  if (token !== undefined && given !== null && sameSecret(given, token)) return true
  if (isOwnMachine(request)) return true
  return trustsProxy && request !== undefined && !isForwarded(request)
}
