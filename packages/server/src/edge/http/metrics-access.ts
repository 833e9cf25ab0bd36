import type { IncomingMessage } from 'node:http'
import { isForwarded, isOwnMachine } from '../peer-address.ts'
import { sameSecret } from '../tokens.ts'

/**
 * Whether the asker may read the metrics: a program on this machine, whoever has the credential, and, where a proxy is the only way for
 * strangers, whoever did not come through it.
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
