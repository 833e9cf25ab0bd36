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
 * Every ballot that counts, without names and without guest ids (VOTE-5), in the order of their commits, from the chain. The ballots table is
 * ordered by guest: two votes in the same order of guests would show which ballots are of one person.
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

/** Reads the chain twice, because only a later entry shows whether an entry still counts. The first reading keeps one byte for each entry. */
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

/** The chain up to the end in the vote's row: later entries are not part of this export. */
async function* chainPages(reader: StorageReader, sessionId: string, { id, chain }: VoteRecord) {
  for (let after = 0; after < chain.seq; ) {
    const page = await reader.readChain(sessionId, id, after, PAGE)
    yield page.filter(({ seq }) => seq <= chain.seq)
    after = page.at(-1)?.seq ?? chain.seq
  }
}
