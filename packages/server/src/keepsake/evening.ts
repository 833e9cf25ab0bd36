import { publicMessage, type Session, type Vote, type Wall, type WallEvent, type WallMessage } from '@guestwall/protocol'
import { GUEST_VIEW, seenVote } from '../log/decide/audience.ts'
import { countsAudience, voteOf } from '../log/decide/publication.ts'
import type { StorageReader } from '../storage/storage.ts'
import { GuestEvents, type KeptVote } from './guest-events.ts'

/** Event ids of one page. The thread of SQLite answers nothing else while it reads a page. */
const PAGE = 500

/**
 * A session as its guests see it at the moment of `readEvening`: nothing that was removed or rejected, that waits, or that is for hosts. All
 * parts of a keepsake are made from it.
 */
export interface Evening {
  /** The wall before the first event: the session as it is now, without messages and votes. */
  readonly start: Wall
  /** The votes, in the order in which they were opened, with the counts that guests see. */
  readonly votes: readonly Vote[]
  /** The events of what is on the wall now, page by page. Applied to `start` they give a guest's wall. */
  events(): AsyncGenerator<readonly WallEvent[]>
  /** Every message that is shown, oldest first, page by page. */
  messages(): AsyncGenerator<readonly WallMessage[]>
}

export async function readEvening(reader: StorageReader, session: Session): Promise<Evening> {
  const head = (await reader.readHeads([session.id])).get(session.id)?.head ?? 0
  const votes = await readVotes(reader, session.id)
  return {
    start: { session, messages: [], messageCount: 0, votes: [] },
    votes: [...votes.values()].map(({ vote }) => vote),
    async *events() {
      const guestEvents = new GuestEvents(votes)
      for (let from = 0; from < head; ) {
        const slice = await reader.readEvents(session.id, from, Math.min(PAGE, head - from))
        if (slice === null || slice.to <= from) return
        from = slice.to
        yield guestEvents.keep(slice.events)
      }
    },
    async *messages() {
      for (let from = 0; from < head; from += PAGE) {
        const page = await reader.findMessages(session.id, { from, to: Math.min(head, from + PAGE) })
        yield page.filter(({ status }) => status === 'shown').map(publicMessage)
      }
    },
  }
}

async function readVotes(reader: StorageReader, sessionId: string): Promise<Map<string, KeptVote>> {
  const records = await reader.readVotes(sessionId)
  const kept = records.flatMap((record): KeptVote[] => {
    const counts = countsAudience(record)
    const vote = seenVote(GUEST_VIEW, counts, voteOf(record))
    return vote === null ? [] : [{ vote, counts }]
  })
  return new Map(kept.map((one) => [one.vote.id, one]))
}
