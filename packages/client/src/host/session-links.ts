import type { HostedSession } from '@guestwall/protocol'

/** The links of a session. The tokens are in fragments, which browsers do not send to the server. */
export interface SessionLinks {
  /** For guests, and for the QR code. */
  readonly guest: string
  /** For a person who hosts: it gives full control of this session. */
  readonly host: string
  /** For the wall screen. */
  readonly wall: string
}

/** Builds the links of a session. `url`: the address that guests use, from `getServer`. */
export function sessionLinks(url: string, { session, hostToken, wallToken }: HostedSession): SessionLinks {
  const base = url.replace(/\/+$/, '')
  return {
    guest: `${base}/${session.code}`,
    host: `${base}/host/${session.id}#token=${hostToken}`,
    wall: `${base}/wall/${session.id}#token=${wallToken}`,
  }
}
