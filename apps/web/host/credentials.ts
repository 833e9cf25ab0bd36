import type { HostedSession } from '@guestwall/protocol'
import { forget, recall, remember } from '../shared/storage.ts'

/** What opens one wall: the host's credential, and the display's where this browser belongs to the operator. */
export interface WallCredentials {
  readonly hostToken: string
  readonly wallToken: string | null
}

export const operatorToken = {
  recall: (): string | null => recall('operator'),
  keep: (token: string): void => remember('operator', token),
  forget: (): void => forget('operator'),
}

export function keepCredentials({ session, hostToken, wallToken }: HostedSession): void {
  remember(`host:${session.id}`, hostToken)
  remember(`display:${session.id}`, wallToken)
}

export function recallCredentials(sessionId: string): WallCredentials | null {
  const hostToken = recall(`host:${sessionId}`)
  return hostToken === null ? null : { hostToken, wallToken: recall(`display:${sessionId}`) }
}

/** Takes `#key=…` or `#token=…` out of the address: what opens a door must not stay readable on a shared screen. */
export function takeFromFragment(name: 'key' | 'token'): string | null {
  const value = new URLSearchParams(location.hash.slice(1)).get(name)
  if (value === null || value === '') return null
  history.replaceState(null, '', location.pathname)
  return value
}
