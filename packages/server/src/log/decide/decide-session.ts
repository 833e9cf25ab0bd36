import {
  type ActedBy,
  type Refusal,
  refusal,
  type Session,
  SESSION_ACTS,
  type SessionAct,
  type SessionState,
  type WallEvent,
} from '@guestwall/protocol'
import { accepted, type Outcome, refused } from '../../domain/outcome.ts'
import { logged } from '../event-table.ts'
import type { CommandOf } from './command.ts'
import { decideClearing } from './decide-clearing.ts'
import { closeOpenVotes } from './decide-vote-action.ts'
import { type Decision, type DecisionContext, type DecisionState, NOTHING_HAPPENS } from './decision.ts'

/** Changes fields of the session. `state: open` starts a draft and nothing else: the other states change by acts (LIFE-1). */
export function decideChangeSession(
  { session, stateBy }: DecisionState,
  { change }: CommandOf<'changeSession'>,
  context: DecisionContext,
): Outcome<Decision> {
  const { opensAt, retentionDays, ...rest } = change
  if (change.state !== undefined && session.state === 'ended') return refused(refusal('session_ended'))
  if (change.state !== undefined && session.state !== 'scheduled' && session.state !== 'open') return refused(conflict(session, stateBy))
  if (typeof opensAt === 'string' && !WAITING.includes(session.state)) return refused(conflict(session, stateBy))
  const changed = { ...withDays(withOpening(session, opensAt), retentionDays), ...definedOnly(rest) }
  return accepted(sessionEvent('session.changed', changed, context))
}

/**
 * An act on the session. It starts from the states of the table, and from the one that the host saw. One whose aim is reached already is answered with
 * the session as it is; any other is refused with the state that it is in (LIFE-2).
 */
export function decideSessionAct(
  state: DecisionState,
  { act, from }: CommandOf<'actOnSession'>,
  context: DecisionContext,
): Outcome<Decision> {
  const { session, stateBy } = state
  if (session.state === SESSION_ACTS[act].to) return accepted(NOTHING_HAPPENS)
  const starts = SESSION_ACTS[act].from.includes(session.state) && (from === undefined || from === session.state)
  return starts ? accepted(carryOut(state, act, context)) : refused(conflict(session, stateBy))
}

/** Opens a draft, or a rehearsal, whose time has come. Any other session stays as it is, so that it may be decided any number of times (LIFE-4). */
export function decideOpenDue(state: DecisionState, context: DecisionContext): Decision {
  const { session } = state
  const isDue = WAITING.includes(session.state) && session.opensAt !== undefined && session.opensAt <= context.now
  return isDue ? carryOut(state, 'open', context) : NOTHING_HAPPENS
}

/** The states before the opening. */
const WAITING: readonly SessionState[] = ['scheduled', 'rehearsing']

function carryOut(state: DecisionState, act: SessionAct, context: DecisionContext): Decision {
  const { session } = state
  const before = beforeLeaving(state, act, context)
  if (before.isPartial) return before.decision
  const { to } = SESSION_ACTS[act]
  const changed: Session = { ...(to === 'open' ? withOpening(session, null) : session), state: to }
  const type = to === 'ended' ? 'session.ended' : 'session.changed'
  const event = sessionEvent(type, changed, { ...context, nextEventId: context.nextEventId + before.decision.logged.length })
  return { ...before.decision, logged: [...before.decision.logged, ...event.logged] }
}

/**
 * The events before the change of the state. Open votes are closed, so that a reader of the end knows every result. `isPartial`: a part of
 * the data remains, and with it the state.
 */
function beforeLeaving(state: DecisionState, act: SessionAct, context: DecisionContext): { decision: Decision; isPartial: boolean } {
  if (act === 'end') return { decision: closeOpenVotes(state, context), isPartial: false }
  return state.session.state === 'rehearsing' ? decideClearing(state, context) : { decision: NOTHING_HAPPENS, isPartial: false }
}

function conflict({ state }: Session, by: ActedBy | null): Refusal {
  return refusal('conflict', { conflict: { by, state } })
}

export function sessionEvent(type: 'session.changed' | 'session.ended', session: Session, context: DecisionContext): Decision {
  const event: WallEvent = { id: context.nextEventId, type, at: context.now, data: session }
  return { ...NOTHING_HAPPENS, logged: [logged(event)] }
}

/** `null`: it opens when a host opens it; `undefined`: as before. */
function withOpening(session: Session, opensAt: string | null | undefined): Session {
  if (opensAt === undefined) return session
  const { opensAt: _, ...rest } = session
  return opensAt === null ? rest : { ...rest, opensAt }
}

function withDays(session: Session, retentionDays: number | null | undefined): Session {
  if (retentionDays === undefined) return session
  const { retentionDays: _, ...rest } = session
  return retentionDays === null ? rest : { ...rest, retentionDays }
}

export function definedOnly<Change extends object>(change: Change): { [Key in keyof Change]: Exclude<Change[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
}
