import type { ActedBy, WallEvent } from '@guestwall/protocol'

/** An act of a host or a helper on a vote, a guest or the screens, as the log has it. */
export interface HostAct {
  /** `vote <id>`, `guest <id>`, or `screens`. */
  readonly target: string
  readonly by: ActedBy
  readonly eventId: number
}

/** The newest acts, oldest first. */
export type HostActs = readonly HostAct[]

/** More than hosts carry out while one answer is under way. */
const MOST_ACTS = 100

export function hostActsAfter(known: HostActs, event: WallEvent): HostActs {
  const target = targetOf(event)
  if (event.by === undefined || target === null) return known
  return [...known, { target, by: event.by, eventId: event.id }].slice(-MOST_ACTS)
}

function targetOf({ type, data }: WallEvent): string | null {
  if (type.startsWith('vote.')) return `vote ${'voteId' in data ? data.voteId : 'id' in data ? data.id : ''}`
  if (type === 'guest.changed') return `guest ${data.id}`
  return type === 'screen.changed' ? 'screens' : null
}

/** A press of this host: on what, and how far the page had read the log then. */
export interface Press {
  readonly target: string
  readonly sinceId: number
}

/** The first act on the target after what this host saw at the press: of two hosts, the one of whom is true what is now. `null`: not known yet. */
export function firstAfter(acts: HostActs, { target, sinceId }: Press): HostAct | null {
  return acts.find((act) => act.target === target && act.eventId > sinceId) ?? null
}

/** Whether another host has acted on one of the targets after the press: the undo of this host would undo that act. */
export function isOvertaken(acts: HostActs, { sinceId }: Press, isTarget: (target: string) => boolean, ownId: string | null): boolean {
  return acts.some(({ target, by, eventId }) => eventId > sinceId && by.id !== ownId && isTarget(target))
}
