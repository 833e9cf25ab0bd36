import type { RealtimeClient } from '@guestwall/client'
import type { ReportSocket, ServerTime } from '@guestwall/client/screen'
import type { ReactionSource } from '@guestwall/react'

/** The connection of a screen to its session. */
export interface ScreenLink {
  readonly sessionId: string
  /** The screen's own credential. */
  readonly token: string
  readonly client: RealtimeClient
  readonly reactions: ReactionSource
  readonly reporter: ReportSocket
  readonly time: ServerTime
}
