import { carries, type VotePayload, type WallEvent } from '@guestwall/protocol'
import type { StorageReader } from '../storage/storage.ts'

/** A tally as the log tells of it. */
export interface PublishedTally {
  readonly eventId: number
  /** ISO 8601. */
  readonly at: string
  readonly tally: VotePayload
}

/** Events read at a time. */
const PAGE = 1_000

/**
 * The tally that was published last of each vote, read from the log, newest first. With `upTo` only of these votes, up to a version each,
 * and no further back than it takes; without it of every vote that the log knows, the whole log.
 */
export async function lastTallies(
  reader: StorageReader,
  sessionId: string,
  upTo?: ReadonlyMap<string, number>,
): Promise<Map<string, PublishedTally>> {
  const found = new Map<string, PublishedTally>()
  let to = (await reader.readHeads([sessionId])).get(sessionId)?.head ?? 0
  while (to > 0 && found.size < (upTo?.size ?? Number.POSITIVE_INFINITY)) {
    const from = Math.max(0, to - PAGE)
    const slice = await reader.readEvents(sessionId, from, to - from)
    for (const { event } of [...(slice?.events ?? [])].reverse()) {
      const tally = tallyIn(event)
      if (tally === null || found.has(tally.voteId)) continue
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
