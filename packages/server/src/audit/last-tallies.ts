import { carries, type VotePayload, type WallEvent } from '@guestwall/protocol'
import type { StorageReader } from '../storage/storage.ts'

/** A tally as an event of the log carries it. */
export interface PublishedTally {
  readonly eventId: number
  /** ISO 8601. */
  readonly at: string
  readonly tally: VotePayload
}

/** Events read at a time. */
const PAGE = 1_000

/**
 * The newest published tally of each vote since it was last removed, read from the log backwards. With `upTo` only these votes, each up to a version, and no further back
 * than necessary; without it every vote in the whole log.
 */
export async function lastTallies(
  reader: StorageReader,
  sessionId: string,
  upTo?: ReadonlyMap<string, number>,
): Promise<Map<string, PublishedTally>> {
  const found = new Map<string, PublishedTally>()
  /** Votes of which all earlier tallies are void. */
  const removed = new Set<string>()
  let to = (await reader.readHeads([sessionId])).get(sessionId)?.head ?? 0
  while (to > 0 && found.size < (upTo?.size ?? Number.POSITIVE_INFINITY)) {
    const from = Math.max(0, to - PAGE)
    const slice = await reader.readEvents(sessionId, from, to - from)
    for (const { event } of [...(slice?.events ?? [])].reverse()) {
      if (event.type === 'vote.removed') removed.add(event.data.id)
      const tally = tallyIn(event)
      if (tally === null || found.has(tally.voteId) || removed.has(tally.voteId)) continue
      const version = upTo === undefined ? Number.POSITIVE_INFINITY : upTo.get(tally.voteId)
      if (version !== undefined && tally.version <= version) found.set(tally.voteId, { eventId: event.id, at: event.at, tally })
    }
    to = from
  }
  return found
}

function tallyIn(event: WallEvent): VotePayload | null {
  if (carries(event, 'tally')) return event.data
  return carries(event, 'vote') ? event.data.tally : null
}
