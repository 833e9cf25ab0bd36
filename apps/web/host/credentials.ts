import type { HostedSession } from '@guestwall/protocol'
import { clearFragment, readFragment } from '../shared/fragment.ts'
import { forget, recall, remember } from '../shared/storage.ts'

/** The credentials of one wall: the host's, and the display's where this browser belongs to the operator. */
export interface WallCredentials {
  readonly hostToken: string
  readonly wallToken: string | null
}

export const operatorToken = {
  recall: (): string | null => recall('operator'),
  keep: (token: string): boolean => remember('operator', token),
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

/** The link that opens the big screen in this browser; `null` where it belongs to no operator. */
/** The path of the same screen as an overlay for a video picture. */
export function overlayPathOf(wallPath: string): string {
  return wallPath.replace('#', '?overlay#')
}

export function wallPathOf(sessionId: string, wallToken: string | null): string | null {
  return wallToken === null ? null : `/wall/${sessionId}#token=${wallToken}`
}

/** The console that was open last in this browser: a scanned screen is paired there. */
export const lastConsole = {
  recall(): string | null {
    const sessionId = recall('console')
    return sessionId !== null && recallCredentials(sessionId) !== null ? sessionId : null
  },
  keep: (sessionId: string): void => void remember('console', sessionId),
}

/** Takes `#key=…`, `#token=…` or `#pair=…` out of the address. */
export function takeFromFragment(name: 'key' | 'token' | 'pair'): string | null {
  const value = readFragment(name)
  if (value !== null) clearFragment()
  return value
}
