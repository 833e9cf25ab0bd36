import { ROUTES, type ScreenControl } from '@guestwall/protocol'
import { callRoute } from '../host/call-route.ts'
import { type RequestOptions, requestsOf } from '../requests/options.ts'
import type { CallOptions } from '../requests/send-request.ts'

/** Reads what hosts have set for the screens, with the token of a screen or a host. `screen.changed` says each later change; the highest `version` is valid. */
export async function readScreenControl(
  session: string,
  token: string,
  { signal, ...options }: RequestOptions & CallOptions = {},
): Promise<ScreenControl> {
  return (await callRoute(requestsOf(options, { mayJoin: false }), ROUTES.getScreenControl, { id: session, token, signal })).control
}
