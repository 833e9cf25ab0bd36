import { credentialEnd } from '../shared/credential-end.ts'
import type { WallCredentials } from './credentials.ts'
import type { HostMessages } from './messages.ts'

interface LinksEndProps {
  readonly credentials: WallCredentials
  readonly t: HostMessages
}

/** Until when the links above are good: the earlier of the two ends. */
export function LinksEnd({ credentials: { hostToken, wallToken }, t }: LinksEndProps) {
  const ends = [hostToken, wallToken].flatMap((token) => (token === null ? [] : (credentialEnd(token)?.getTime() ?? [])))
  return ends.length === 0 ? null : <p className="panel__hint">{t.linksUntil(Math.min(...ends), wallToken !== null)}</p>
}
