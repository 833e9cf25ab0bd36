import { last } from '@guestwall/react'
import type { MessagePage } from '@guestwall/client/host'
import { type HostMessage, isErased, type Wall, type WallEvent } from '@guestwall/protocol'
import { messageEvent } from './message-event.ts'

/** The statuses that a host looks through, in the order of the tabs. */
export const QUEUE_STATUSES = ['pending', 'shown', 'rejected', 'private'] as const
export type QueueStatus = (typeof QUEUE_STATUSES)[number]

/** A message that the console knows. */
export interface QueueEntry {
  readonly message: HostMessage
  /** When its status last changed while this page was open, in `performance.now()`; `null`: not since then. */
  readonly changedAtMs: number | null
}

/** The part of the messages of a status that was read. */
interface ReadPart {
  /** The cursor of the next older page; `null`: all were read. */
  readonly before: number | null
  /** How many messages of this status are older than what was read. */
  readonly unread: number
}

/** The messages of a wall as hosts have them, of every status, as far as they were read. */
export interface QueueState {
  readonly entries: ReadonlyMap<string, QueueEntry>
  readonly parts: Readonly<Record<QueueStatus, ReadPart>>
  /** A rejected message is not among the entries: the rejected ones must be read again. */
  readonly isIncomplete: boolean
  /** Requests for pages under way. Events that come meanwhile are applied once more after the page, which may be older. */
  readonly requests: number
  readonly meanwhile: readonly WallEvent[]
}

export type QueueAction =
  | { readonly type: 'asked' }
  | { readonly type: 'unanswered' }
  | { readonly type: 'page'; readonly status: QueueStatus; readonly page: MessagePage }
  | { readonly type: 'wall'; readonly wall: Wall; readonly isNewLog?: true }
  | { readonly type: 'event'; readonly event: WallEvent; readonly nowMs: number }
  | { readonly type: 'answers'; readonly messages: readonly HostMessage[]; readonly nowMs: number }

const UNREAD: ReadPart = { before: 0, unread: 0 }

export const EMPTY_QUEUE: QueueState = {
  entries: new Map(),
  parts: { pending: UNREAD, shown: UNREAD, rejected: UNREAD, private: UNREAD },
  isIncomplete: false,
  requests: 0,
  meanwhile: [],
}

/** More entries than this are cut to `KEPT`: an evening has tens of thousands of messages. */
const MOST_ENTRIES = 2_000
const KEPT = 1_000

export function reduceQueue(state: QueueState, action: QueueAction): QueueState {
  switch (action.type) {
    case 'asked':
      return { ...state, requests: state.requests + 1 }
    case 'unanswered':
      return answered(state)
    case 'page':
      return answered(withPage(state, action.status, action.page))
    case 'wall':
      return withKnown(action.isNewLog === true ? EMPTY_QUEUE : state, action.wall.messages)
    case 'event': {
      const next = withEvent(state, action.event, action.nowMs)
      return state.requests === 0 ? next : { ...next, meanwhile: [...next.meanwhile, action.event] }
    }
    case 'answers':
      return action.messages.reduce((known, message) => withAnswer(known, message, action.nowMs), state)
    default:
      return action satisfies never
  }
}

function answered(state: QueueState): QueueState {
  const requests = Math.max(0, state.requests - 1)
  const caughtUp = state.meanwhile.reduce((known, event) => withEvent(known, event, null), state)
  return { ...caughtUp, requests, meanwhile: requests === 0 ? [] : state.meanwhile }
}

function withPage(state: QueueState, status: QueueStatus, { messages, nextBefore, counts }: MessagePage): QueueState {
  const entries = new Map(state.entries)
  for (const message of messages) entries.set(message.id, { message, changedAtMs: entries.get(message.id)?.changedAtMs ?? null })
  const next = { ...state, entries }
  const unread = nextBefore === null ? 0 : Math.max(0, (counts?.[status] ?? 0) - entriesOf(next, status).length)
  const isIncomplete = status === 'rejected' ? false : state.isIncomplete
  return { ...next, isIncomplete, parts: { ...state.parts, [status]: { before: nextBefore, unread } } }
}

/** Adds what is not known yet. */
function withKnown(state: QueueState, messages: readonly HostMessage[]): QueueState {
  const entries = new Map(state.entries)
  for (const message of messages) {
    if (!entries.has(message.id) && !isErased(message)) entries.set(message.id, { message, changedAtMs: null })
  }
  return { ...state, entries }
}

/** `nowMs: null`: the event was applied before. */
function withEvent(state: QueueState, event: WallEvent, nowMs: number | null): QueueState {
  const told = messageEvent(event)
  if (told === null) return state
  if (told.is === 'name') return withName(state, told)
  const { id, change } = told.is === 'message' ? { id: told.message.id, change: told.message } : told
  const known = state.entries.get(id)
  if (known !== undefined) {
    const message = decidedBy({ ...known.message, ...change }, event)
    const isMoved = message.status !== known.message.status
    return put(state, { message, changedAtMs: isMoved && nowMs !== null ? nowMs : known.changedAtMs })
  }
  if (told.is === 'message') return cut(put(state, { message: decidedBy(told.message, event), changedAtMs: null }))
  return change.status === 'rejected' ? { ...state, isIncomplete: true } : state
}

function withName(state: QueueState, { guestId, guestName }: { readonly guestId: string; readonly guestName: string }): QueueState {
  const named = ({ message, changedAtMs }: QueueEntry): QueueEntry =>
    message.guestId === guestId && message.guestName !== '' ? { message: { ...message, guestName }, changedAtMs } : { message, changedAtMs }
  return { ...state, entries: new Map([...state.entries].map(([id, entry]) => [id, named(entry)])) }
}

/** An answer of the server about a message. An event that was read before it may be newer. */
function withAnswer(state: QueueState, message: HostMessage, nowMs: number): QueueState {
  const known = state.entries.get(message.id)
  if (known === undefined) return put(state, { message, changedAtMs: nowMs })
  if ((known.message.decided?.at ?? '') > (message.decided?.at ?? '')) return state
  const isMoved = known.message.status !== message.status
  return put(state, { message, changedAtMs: isMoved ? nowMs : known.changedAtMs })
}

/** The events that change the status of a message. */
const DECISIONS: readonly WallEvent['type'][] = ['message.shown', 'message.held', 'message.rejected', 'message.removed']

function decidedBy(message: HostMessage, { type, by, at }: WallEvent): HostMessage {
  return by === undefined || !DECISIONS.includes(type) ? message : { ...message, decided: { by, at } }
}

function put(state: QueueState, entry: QueueEntry): QueueState {
  return { ...state, entries: new Map(state.entries).set(entry.message.id, entry) }
}

/** Forgets the oldest shown and removed messages. The older page brings them back. */
function cut(state: QueueState): QueueState {
  if (state.entries.size <= MOST_ENTRIES) return state
  const leaving = [...state.entries.values()]
    .filter(({ message: { status } }) => status === 'shown' || status === 'removed')
    .sort(newestFirst)
    .slice(KEPT)
  const entries = new Map(state.entries)
  for (const { message } of leaving) entries.delete(message.id)
  const unread = state.parts.shown.unread + leaving.filter(({ message }) => message.status === 'shown').length
  const oldest = last(entriesOf({ ...state, entries }, 'shown'))
  return { ...state, entries, parts: { ...state.parts, shown: { before: oldest?.message.eventId ?? null, unread } } }
}

/** The messages of a status, newest first. */
export function entriesOf({ entries }: Pick<QueueState, 'entries'>, status: QueueStatus): QueueEntry[] {
  return [...entries.values()].filter(({ message }) => message.status === status && !isErased(message)).sort(newestFirst)
}

/** The number of messages of a status, those that were not read included. */
export function countOf(state: QueueState, status: QueueStatus): number {
  return entriesOf(state, status).length + state.parts[status].unread
}

export function newestFirst(left: QueueEntry, right: QueueEntry): number {
  return right.message.eventId - left.message.eventId
}
