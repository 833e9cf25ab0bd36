import { ROUTES, type Screen } from '@guestwall/protocol'
import { type RequestOptions, requestsOf } from '../requests/options.ts'
import type { CallOptions } from '../requests/send-request.ts'
import { callRoute } from './call-route.ts'

/**
 * Asks for a screen that has no session yet: the code to show until a host pairs it, or its session. `secret`: 16 random bytes in base64url, made
 * by the screen. Once the screen is paired, the secret is its token. Ask about every second.
 */
export function showScreen(secret: string, { signal, ...options }: RequestOptions & CallOptions = {}): Promise<Screen> {
  return callRoute(requestsOf(options, { mayJoin: false }), ROUTES.showScreen, { body: { secret }, signal })
}
