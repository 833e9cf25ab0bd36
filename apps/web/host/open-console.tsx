import type { ReactNode } from 'react'
import { forgetSession } from '../shared/forget-session.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { useLastingClient } from '../shared/use-lasting-client.ts'
import { useReactionClient } from '../shared/use-reaction-client.ts'
import type { WallCredentials } from './credentials.ts'
import { LiveConsole } from './live-console.tsx'

interface OpenConsoleProps {
  readonly sessionId: string
  readonly credentials: WallCredentials
  readonly choice: LanguageChoice
  readonly takesFocus: boolean
  readonly onLeave: () => void
  /** The page of a wall that is deleted. */
  readonly gone: ReactNode
}

/** The console until its session is deleted: the component below reads and shows the session, and is removed with it. */
export function OpenConsole({ gone, onLeave, ...props }: OpenConsoleProps) {
  const { sessionId, credentials } = props
  const reactions = useReactionClient(sessionId, credentials.hostToken)
  const { client, isGone } = useLastingClient(sessionId, credentials.hostToken, { socket: reactions.open })
  const onDeleted = (): void => {
    forgetSession(sessionId)
    onLeave()
  }
  return isGone ? gone : <LiveConsole {...props} client={client} reactions={reactions} onLeave={onLeave} onDeleted={onDeleted} />
}
