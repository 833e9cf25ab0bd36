import { credentialEnd } from '../shared/credential-end.ts'
import type { WallCredentials } from './credentials.ts'
import type { HostWords } from './words.ts'

interface LinksEndProps {
  readonly credentials: WallCredentials
  readonly words: HostWords
}

/** Until when the links above are good: the earlier of the two ends. */
export function LinksEnd({ credentials: { hostToken, wallToken }, words }: LinksEndProps) {
  const ends = [hostToken, wallToken].flatMap((token) => (token === null ? [] : (credentialEnd(token)?.getTime() ?? [])))
  return ends.length === 0 ? null : <p className="panel__hint">{words.linksUntil(Math.min(...ends), wallToken !== null)}</p>
}
