import { applyEvent, carries, type Vote, type Wall, type WallEvent, type WallMessage } from '@guestwall/protocol'
import type { EveningFile } from './evening-file.ts'

/** A silence of the evening lasts no longer than this in the replay, in milliseconds. */
export const LONGEST_GAP_MS = 4_000
/** A wall is kept for every so many events, so that a jump applies no more of them. */
const CHECKPOINT = 250

/** A message or a vote of the evening, and the number of events after which it is there. */
export type ReplayItem =
  | { readonly kind: 'message'; readonly id: string; readonly from: number; readonly message: WallMessage }
  | { readonly kind: 'vote'; readonly id: string; readonly from: number; readonly vote: Vote }

/**
 * The evening as a film: the wall after each number of events, made by the reducer of the wall itself, and the time at which each event comes. Silences
 * are shortened.
 */
export class Replay {
  readonly #events: readonly WallEvent[]
  readonly #checkpoints: Wall[]
  /** The time of each event in the replay. */
  readonly #timesMs: readonly number[]
  /** Everything that appears, in the order of its appearance. */
  readonly items: readonly ReplayItem[]
  /** The time in which the last event comes. */
  readonly durationMs: number

  constructor({ start, events }: Pick<EveningFile, 'start' | 'events'>) {
    this.#events = events
    this.#checkpoints = [start]
    this.#timesMs = timesOf(events)
    this.durationMs = this.#timesMs[events.length - 1] ?? 0
    this.items = itemsOf(events, this.wallAfter(events.length))
  }

  /** The number of events. */
  get length(): number {
    return this.#events.length
  }

  /** The number of events until a time of the replay. */
  countAt(timeMs: number): number {
    let low = 0
    let high = this.#timesMs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#timesMs[middle] ?? 0) <= timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The time at which the last of so many events comes. */
  timeOf(count: number): number {
    return this.#timesMs[count - 1] ?? 0
  }

  /** The instant of the evening at a time of the replay, ISO 8601; `null` before the first event. */
  instantAt(timeMs: number): string | null {
    return this.#events[Math.max(0, this.countAt(timeMs) - 1)]?.at ?? null
  }

  /** The wall after so many events. */
  wallAfter(count: number): Wall {
    const end = Math.min(count, this.#events.length)
    let at = Math.min(Math.floor(end / CHECKPOINT), this.#checkpoints.length - 1)
    let wall = this.#checkpoints[at] as Wall
    for (let done = at * CHECKPOINT; done < end; done += 1) {
      wall = applyEvent(wall, this.#events[done] as WallEvent)
      if ((done + 1) % CHECKPOINT !== 0) continue
      at += 1
      this.#checkpoints[at] = wall
    }
    return wall
  }
}

function timesOf(events: readonly WallEvent[]): number[] {
  let before = Number.NaN
  let timeMs = 0
  return events.map(({ at }) => {
    const now = Date.parse(at)
    // A clock that was set back does not turn the replay back.
    if (!Number.isNaN(before)) timeMs += Math.min(Math.max(0, now - before), LONGEST_GAP_MS)
    before = now
    return timeMs
  })
}

/** Each message as its last event has it, and each vote that the evening ends with, at their first appearance. */
function itemsOf(events: readonly WallEvent[], end: Wall): ReplayItem[] {
  const items = new Map<string, ReplayItem>()
  const votes = new Map(end.votes.map((vote) => [vote.id, vote]))
  for (const [index, event] of events.entries()) {
    if (carries(event, 'message')) {
      const { id } = event.data
      items.set(`m${id}`, { kind: 'message', id, from: items.get(`m${id}`)?.from ?? index + 1, message: event.data })
    } else if (carries(event, 'vote')) {
      const { id } = event.data
      items.set(`v${id}`, { kind: 'vote', id, from: items.get(`v${id}`)?.from ?? index + 1, vote: votes.get(id) ?? event.data })
    }
  }
  return [...items.values()].sort((left, right) => left.from - right.from)
}
