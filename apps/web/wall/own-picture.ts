import type { Layout, ScreenPicture, ScreenState, Session } from '@guestwall/protocol'
import type { FlowMessage } from '@guestwall/react'

/** The messages that a screen in this state may show (SCREEN-5). */
export function shownOn({ clearedTo, frozenAt }: ScreenState, messages: readonly FlowMessage[]): readonly FlowMessage[] {
  if (clearedTo === 0 && frozenAt === null) return messages
  return messages.filter(({ order }) => order > clearedTo && (frozenAt === null || order <= frozenAt))
}

/** The picture of a screen in this state. `hasMessages`: it has one to show. `hasSpotlight`: the message that is shown large is there. */
export function pictureOf(
  { isBlank, layout }: ScreenState,
  session: Pick<Session, 'layout'> & Partial<Pick<Session, 'state'>>,
  { hasMessages, hasSpotlight }: { readonly hasMessages: boolean; readonly hasSpotlight: boolean },
): ScreenPicture {
  if (isBlank) return 'blank'
  if (hasSpotlight) return 'spotlight'
  const wanted: Layout = layout ?? session.layout
  if (wanted === 'results') return 'results'
  // The end is a picture for the hall, unless a host has chosen another one for this screen.
  if (session.state === 'ended' && layout === null) return 'idle'
  return wanted === 'idle' || !hasMessages ? 'idle' : 'masonry'
}
