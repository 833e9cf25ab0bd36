import type { VoteRecord } from '../domain/vote-record.ts'
import type { StorageReader } from '../storage/storage.ts'
import { type Table, verbatim } from './cells.ts'

/** Entries of one page. */
const PAGE = 1_000

interface ExportedBallot {
  readonly voteId: string
  readonly question: string
  readonly seq: number
  readonly choices: readonly string[]
}

/**
 * Every ballot that counts, without names and without guest ids (VOTE-5). They come in the order of their commits, out of the chain: the
 * ballots table is ordered by guest, and two votes in the same order of guests would show which ballots are one person's.
 */
export function ballotsTable(reader: StorageReader, sessionId: string): Table<ExportedBallot> {
  return {
    name: 'ballots',
    async *pages() {
      for (const vote of await reader.readVotes(sessionId)) yield* pagesOf(reader, sessionId, vote)
    },
    columns: ['question', 'seq', 'choices', 'voteId'],
    rowsOf: ({ question, seq, choices, voteId }) => [[question, seq, choices.join(', '), verbatim(voteId)]],
  }
}

/** Read twice: only what follows an entry tells whether it still counts. The first reading keeps a byte an entry. */
async function* pagesOf(reader: StorageReader, sessionId: string, vote: VoteRecord): AsyncGenerator<readonly ExportedBallot[]> {
  const { id: voteId, question } = vote
  const labels = new Map(vote.options.map(({ id, label }) => [id, label]))
  const isReplaced = new Uint8Array(vote.chain.seq + 1)
  for await (const page of chainPages(reader, sessionId, vote)) {
    for (const { replaces } of page) if (replaces !== null) isReplaced[replaces] = 1
  }
  for await (const page of chainPages(reader, sessionId, vote)) {
    yield page
      .filter(({ seq, optionIds }) => isReplaced[seq] === 0 && optionIds.length > 0)
      .map(({ seq, optionIds }) => ({ voteId, question, seq, choices: optionIds.map((id) => labels.get(id) ?? id) }))
  }
}

/** The chain up to where the vote's row says that it ends: what comes meanwhile is not of this export. */
async function* chainPages(reader: StorageReader, sessionId: string, { id, chain }: VoteRecord) {
  for (let after = 0; after < chain.seq; ) {
    const page = await reader.readChain(sessionId, id, after, PAGE)
    yield page.filter(({ seq }) => seq <= chain.seq)
    after = page.at(-1)?.seq ?? chain.seq
  }
}
