import type { StorageReader } from '../storage/storage.ts'
import { type PublishedTally, lastTallies } from './last-tallies.ts'
import { missingVote, type VoteVerdict, VoteRecount } from './recount.ts'
import type { VoteRecord } from '../domain/vote-record.ts'

/** Rows read at a time. */
const PAGE = 2_000

/**
 * Counts every vote of a session again. The reader must show one moment of the store: on a running one, a ballot may arrive between two pages.
 * `onProgress` is called with what was read so far.
 */
export async function recountSession(
  reader: StorageReader,
  sessionId: string,
  onProgress: (read: string) => void = () => {},
): Promise<VoteVerdict[]> {
  onProgress('reading the log')
  const votes = await reader.readVotes(sessionId)
  const published = await lastTallies(reader, sessionId)
  const verdicts: VoteVerdict[] = []
  for (const vote of votes) verdicts.push(await recountVote(reader, sessionId, vote, published.get(vote.id) ?? null, onProgress))
  const known = new Set(votes.map(({ id }) => id))
  return [...verdicts, ...[...published.values()].filter(({ tally }) => !known.has(tally.voteId)).map(missingVote)]
}

async function recountVote(
  reader: StorageReader,
  sessionId: string,
  vote: VoteRecord,
  published: PublishedTally | null,
  onProgress: (read: string) => void,
): Promise<VoteVerdict> {
  const recount = new VoteRecount(sessionId, vote, published)
  let read = 0
  const report = (rows: number) => onProgress(`vote ${vote.id}: ${(read += rows)} rows`)
  for (let after = 0; ; ) {
    const entries = await reader.readChain(sessionId, vote.id, after, PAGE)
    recount.addEntries(entries)
    report(entries.length)
    after = entries.at(-1)?.seq ?? after
    if (entries.length < PAGE) break
  }
  for (let after = ''; ; ) {
    const ballots = await reader.readBallots(sessionId, vote.id, after, PAGE)
    recount.addBallots(ballots)
    report(ballots.length)
    after = ballots.at(-1)?.guestId ?? after
    if (ballots.length < PAGE) break
  }
  return recount.verdict()
}
