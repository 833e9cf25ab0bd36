import { recall, remember } from '../shared/storage.ts'

export interface DisplayLink {
  readonly sessionId: string
  /** `null`: the link came without one, and none is remembered. */
  readonly token: string | null
}

/**
 * Reads `/wall/{sessionId}#token=…`. The fragment stays in the address: a display link is bookmarked and reloaded as it is, and a
 * fragment is sent to no server. It is remembered too, for who opens the bare address on the same machine.
 */
export function readDisplayLink(pathname: string, hash: string): DisplayLink {
  const sessionId = decodeURIComponent(pathname.split('/')[2] ?? '')
  const given = new URLSearchParams(hash.replace(/^#/, '')).get('token')
  if (given !== null && given !== '') remember(`wall:${sessionId}`, given)
  return { sessionId, token: given !== null && given !== '' ? given : recall(`wall:${sessionId}`) }
}
