import type { Layout, ScreenPicture, ScreenState, Session } from '@guestwall/protocol'
import type { FlowMessage } from '@guestwall/react'

/**
 * The messages that a screen in this state may show (SCREEN-5): those after a pause as far as a host let them enter. `frozen`: the ids of those that were on
 * the wall when it was frozen, where this page knows them. One that was posted before and approved since is none of them.
 */
export function shownOn(
  { clearedTo, frozenAt, pausedAt, steps }: ScreenState,
  messages: readonly FlowMessage[],
  frozen: ReadonlySet<string> | null = null,
): readonly FlowMessage[] {
  if (clearedTo === 0 && frozenAt === null && pausedAt === null) return messages
  const isThere = ({ key, order }: FlowMessage) => frozenAt === null || (frozen?.has(key) ?? order <= frozenAt)
  const shown = messages.filter((message) => message.order > clearedTo && isThere(message))
  if (pausedAt === null) return shown
  const later = shown.filter(({ order }) => order > pausedAt).sort((a, b) => a.order - b.order)
  const last = later[steps]
  return last === undefined ? shown : shown.filter(({ order }) => order < last.order)
}

/** The messages that this state keeps off the screen although they are on the wall, in the order of the log. */
export function keptAway(
  state: ScreenState,
  messages: readonly FlowMessage[],
  frozen: ReadonlySet<string> | null = null,
): readonly FlowMessage[] {
  const shown = new Set(shownOn(state, messages, frozen))
  const away = shownOn({ ...state, frozenAt: null, pausedAt: null }, messages).filter((message) => !shown.has(message))
  return away.sort((a, b) => a.order - b.order)
}

/**
 * The turns of the messages that wait, as far as a screen in this state may name them. Nobody knows when a message enters that a host holds back: no
 * author is told that it is the next one (SCREEN-7).
 */
export function toldQueue({ isBlank, frozenAt, pausedAt }: ScreenState, queue: readonly number[]): readonly number[] {
  return isBlank || frozenAt !== null || pausedAt !== null ? [] : queue
}

/** The part of a screen's state that is valid: after the end it is neither paused nor frozen, so that the hall sees the thanks (SCREEN-5). */
export function heldState(state: ScreenState, session: Pick<Session, 'state'> | undefined): ScreenState {
  const isHeld = state.frozenAt !== null || state.pausedAt !== null
  return isHeld && session?.state === 'ended' ? { ...state, frozenAt: null, pausedAt: null } : state
}

/** What a screen has to show. */
export interface OnHand {
  readonly hasMessages: boolean
  /** The message that is shown large is there. */
  readonly hasSpotlight: boolean
  /** A vote that was opened. Until there is one, the layout of votes shows messages. */
  readonly hasVote: boolean
  /** Results were revealed just now: they are an event. */
  readonly hasReveal?: boolean
}

/** The picture of a screen in this state. */
export function pictureOf(
  { isBlank, layout }: ScreenState,
  session: Pick<Session, 'layout'> & Partial<Pick<Session, 'state'>>,
  { hasMessages, hasSpotlight, hasVote, hasReveal = false }: OnHand,
): ScreenPicture {
  if (isBlank) return 'blank'
  if (hasSpotlight) return 'spotlight'
  if (hasReveal) return 'results'
  const wanted = layoutOf(layout ?? session.layout, hasVote)
  if (wanted === 'results') return 'results'
  // The end is a picture for the hall, unless a host has chosen another one for this screen.
  if (session.state === 'ended' && layout === null) return 'idle'
  return hasMessages ? wanted : 'idle'
}

/** The layout that is drawn for the one that is set: no vote to show empties no wall. */
export function layoutOf(layout: Layout, hasVote: boolean): Layout {
  return layout === 'results' && !hasVote ? 'masonry' : layout
}
