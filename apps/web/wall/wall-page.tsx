import { useLanguage } from '../shared/language.ts'
import { useDisplayLink } from './display-link.ts'
import { LiveWall } from './live-wall.tsx'
import { PairingPage } from './pairing-page.tsx'

/** The projector's page. */
export function WallPage() {
  const choice = useLanguage()
  const link = useDisplayLink()
  if (link.token === null) return <PairingPage choice={choice} isSentAway={link.isSentAway} onPaired={link.pair} />
  return <LiveWall key={link.token} sessionId={link.sessionId} token={link.token} choice={choice} onSentAway={link.sendAway} />
}
