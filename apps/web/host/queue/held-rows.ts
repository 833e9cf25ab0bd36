import { newestFirst, type QueueEntry } from './queue-state.ts'

/** The rows of a list, and how many messages wait to come into it. */
export interface HeldRows {
  readonly rows: readonly QueueEntry[]
  readonly waiting: number
}

interface Held {
  /** The messages that belong into the list now, newest first. */
  readonly live: readonly QueueEntry[]
  /** The ids of the rows that the list had. */
  readonly listed: ReadonlySet<string>
  readonly entries: ReadonlyMap<string, QueueEntry>
  /** Something is at the list: a pointer, a finger, the keyboard, a selection. */
  readonly isHeld: boolean
  /** A row that does not belong into the list any more stays while this is so. */
  readonly lingers: (entry: QueueEntry) => boolean
}

/**
 * A list that is held keeps its rows where they are: what was decided stays in its place, and what is new waits (H2). A list that is let go takes in
 * what is new and drops what was decided. Older messages come in at the end at any time: nothing moves. A list without an open row is not held: nothing in it can be hit.
 */
export function holdRows({ live, listed, entries, isHeld, lingers }: Held): HeldRows {
  // Of a message whose name was erased too there is nothing that a row could say: a rehearsal has ended.
  const kept = [...listed].flatMap((id) => entries.get(id) ?? []).filter(({ message }) => message.guestName !== '')
  const belongs = new Set(live.map(({ message }) => message.id))
  if (isHeld && kept.some(({ message }) => belongs.has(message.id))) {
    const oldest = Math.min(...kept.map(({ message }) => message.eventId))
    const others = live.filter(({ message }) => !listed.has(message.id))
    const older = others.filter(({ message }) => message.eventId < oldest)
    return { rows: [...kept, ...older].sort(newestFirst), waiting: others.length - older.length }
  }
  const lingering = kept.filter((entry) => !belongs.has(entry.message.id) && lingers(entry))
  return { rows: [...live, ...lingering].sort(newestFirst), waiting: 0 }
}
