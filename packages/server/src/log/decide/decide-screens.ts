import {
  type HostMessage,
  NEW_SCREEN,
  NO_SCREEN_CONTROL,
  refusal,
  type ScreenChange,
  type ScreenControl,
  type ScreenState,
  screenState,
  type WallEvent,
} from '@guestwall/protocol'
import type { CredentialRecord } from '../../domain/credential-record.ts'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { logged } from '../event-table.ts'
import type { CommandOf, KeyedCommand } from './command.ts'
import { conflictOf } from './decide-message.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'

/** Commands after which a message that is shown large may not be on the wall any more, or the session may be over. */
const TAKING: readonly KeyedCommand['kind'][] = [
  'actOnMessage',
  'actOnMessages',
  'removeMessage',
  'actOnGuest',
  'clearGuest',
  'actOnSession',
]

/** Whether the decision of the command needs what hosts have set for the screens. */
export function mayChangeScreens({ kind }: Pick<KeyedCommand, 'kind'>): boolean {
  return kind === 'controlScreens' || TAKING.includes(kind)
}

type Known = Pick<DecisionState, 'screens' | 'messages' | 'credentials'>

/** A host changes one screen, or all: the present ones and those that are paired later (SCREEN-2). */
export function decideControlScreens(
  { screens, messages, credentials }: Known,
  { screenId, change }: CommandOf<'controlScreens'>,
  context: DecisionContext,
): Outcome<Decision> {
  if (screenId !== null && !isScreen(credentials.get(screenId))) {
    return refused(refusal('not_found', { detail: 'The session has no such screen.' }))
  }
  const message = typeof change.spotlight === 'string' ? messages.get(change.spotlight) : undefined
  if (typeof change.spotlight === 'string' && message === undefined) return refused(refusal('message_not_found'))
  if (message !== undefined && message.status !== 'shown') return refused(conflictOf(message))
  const before = screens ?? NO_SCREEN_CONTROL
  const changed = (state: ScreenState) => changedState(state, change, message, context.nextEventId)
  const own = Object.entries(before.own).filter(([id]) => isScreen(credentials.get(id)))
  const after =
    screenId === null
      ? { all: changed(before.all), own: Object.fromEntries(own.map(([id, state]) => [id, changed(state)])) }
      : { all: before.all, own: { ...Object.fromEntries(own), [screenId]: changed(screenState(before, screenId)) } }
  return accepted(decisionOf(before, after, { screenId, change }, context))
}

/**
 * A large message that an act takes off the wall leaves every screen with that act, and is not shown large again when it comes back (SCREEN-3). The end of
 * the session takes every large message from the screens, so that the hall sees the thanks.
 */
export function spotlightsLeft({ screens, messages }: Known, hasEnded: boolean, context: DecisionContext): Decision | null {
  if (screens === null) return null
  const left = ({ spotlight, ...state }: ScreenState): ScreenState => {
    const status = spotlight === null ? undefined : messages.get(spotlight.id)?.status
    return { ...state, spotlight: !hasEnded && (status === undefined || status === 'shown') ? spotlight : null }
  }
  const own = Object.fromEntries(Object.entries(screens.own).map(([id, state]) => [id, left(state)]))
  const decision = decisionOf(screens, { all: left(screens.all), own }, { screenId: null, change: { spotlight: null } }, context)
  return decision === NOTHING_HAPPENS ? null : decision
}

type States = Omit<ScreenControl, 'version'>

function decisionOf(
  before: States,
  after: States,
  what: { readonly screenId: string | null; readonly change: ScreenChange },
  { nextEventId: id, now: at }: DecisionContext,
): Decision {
  if (isSame(before, after)) return NOTHING_HAPPENS
  const event: WallEvent = { id, type: 'screen.changed', at, data: { ...what, control: { version: id, ...after } } }
  return { ...NOTHING_HAPPENS, logged: [logged(event)] }
}

function isSame(before: States, after: States): boolean {
  const [ids, others] = [Object.keys(after.own), Object.keys(before.own)]
  return ids.length === others.length && isSameState(before.all, after.all) && ids.every((id) => isSameState(before.own[id], after.own[id]))
}

function isSameState(before: ScreenState | undefined, after: ScreenState | undefined): boolean {
  if (before === undefined || after === undefined) return false
  const { spotlight: was } = before
  const fields = Object.keys({ ...before, ...after }).filter((field) => field !== 'spotlight') as (keyof ScreenState)[]
  return was?.id === after.spotlight?.id && fields.every((field) => before[field] === after[field])
}

/** `message`: the one that is shown large from now on. */
function changedState(
  state: ScreenState,
  {
    isPaused = state.pausedAt !== null,
    step,
    isBlank = state.isBlank,
    isFrozen,
    isCleared,
    spotlight,
    layout,
    isCalm = state.isCalm === true,
    region = state.region ?? null,
    density = state.density ?? null,
  }: ScreenChange,
  message: HostMessage | undefined,
  eventId: number,
): ScreenState {
  const frozenAt = isFrozen === undefined ? state.frozenAt : isFrozen ? (state.frozenAt ?? eventId) : null
  const pausedAt = isPaused ? (state.pausedAt ?? eventId) : null
  const steps = state.pausedAt === null && isPaused ? 0 : state.steps
  const shownLarge = message === undefined ? null : { id: message.id, eventId: message.eventId }
  return {
    pausedAt,
    steps: steps + (step === true ? 1 : 0),
    isBlank,
    frozenAt,
    clearedTo: isCleared === undefined ? state.clearedTo : isCleared ? eventId : NEW_SCREEN.clearedTo,
    spotlight: spotlight === undefined ? state.spotlight : shownLarge,
    ...layoutAfter(state, layout, eventId),
    ...(isCalm ? { isCalm } : {}),
    ...(region === null ? {} : { region }),
    ...(density === null ? {} : { density }),
  }
}

/** A layout that is chosen again is news: it ends what stands over it. */
function layoutAfter(
  { layout, layoutAt }: ScreenState,
  chosen: ScreenChange['layout'],
  eventId: number,
): Pick<ScreenState, 'layout' | 'layoutAt'> {
  if (chosen !== undefined) return { layout: chosen, layoutAt: eventId }
  return layoutAt === undefined ? { layout } : { layout, layoutAt }
}

function isScreen(record: CredentialRecord | undefined): boolean {
  return record?.role === 'wall' && record.revokedAt === null
}
