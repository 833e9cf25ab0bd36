import { ReportSocket, ServerTime } from '@guestwall/client/screen'
import { useSnapshot } from '@guestwall/react'
import { useEffect, useState } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { useLastingClient } from '../shared/use-lasting-client.ts'
import { usePageTitle } from '../shared/use-page-title.ts'
import { useReactionClient } from '../shared/use-reaction-client.ts'
import { forgetFrozen } from './frozen-picture.ts'
import { LiveOverlay } from './live-overlay.tsx'
import { LiveScreen } from './live-screen.tsx'
import { wallPageMessages } from './messages.ts'
import { readOverlay } from './overlay.ts'
import { pageId } from './page-id.ts'
import { useSentAway } from './use-sent-away.ts'

interface LiveWallProps {
  readonly sessionId: string
  readonly token: string
  readonly choice: LanguageChoice
  readonly onSentAway: () => void
}

/** The screen while its session lives. The parts that read and show the session are below: they go with it. */
export function LiveWall({ sessionId, token, choice, onSentAway }: LiveWallProps) {
  const [time] = useState(() => new ServerTime())
  const [reporter] = useState(() => new ReportSocket({ page: pageId(), onAnswer: (answer) => time.add(answer) }))
  const reactions = useReactionClient(sessionId, token, reporter.open)
  const { client, isGone } = useLastingClient(sessionId, token, { socket: reactions.open })
  const [overlay] = useState(() => readOverlay(location.search))
  // On air nothing is said: an overlay that is sent away, or whose session is deleted, shows nothing.
  const isSilent = overlay !== null
  useSentAway(
    token,
    useSnapshot(client, ({ closedReason }) => (isGone || isSilent ? null : closedReason)),
    onSentAway,
  )
  if (isGone) return <GonePage choice={choice} isSilent={isSilent} />
  const link = { sessionId, token, client, reactions, reporter, time }
  return overlay === null ? <LiveScreen link={link} choice={choice} /> : <LiveOverlay link={link} overlay={overlay} choice={choice} />
}

/** The page of a screen whose session is deleted. */
function GonePage({ choice, isSilent }: { readonly choice: LanguageChoice; readonly isSilent: boolean }) {
  usePageTitle(null)
  useEffect(forgetFrozen, [])
  return (
    <div className="wall-page">
      {!isSilent && <p className="wall-page__refusal">{wallPageMessages(choice.language).connection.session_not_found}</p>}
    </div>
  )
}
