import type { Results, VoteState } from '@guestwall/protocol'
import type { VoteRecord } from '../domain/vote-record.ts'
import { countsAudience } from '../log/decide/publication.ts'
import type { StorageReader } from '../storage/storage.ts'
import { type Table, type Term, term, verbatim } from './cells.ts'

interface ExportedVote {
  readonly id: string
  readonly question: string
  readonly state: VoteState
  readonly maxChoices: number
  readonly changeable: boolean
  readonly results: Results
  readonly revealed: boolean | null
  readonly ballots: number
  readonly options: readonly { readonly id: string; readonly label: string; readonly count: number }[]
}

/** Every vote with its present counts, drafts included, for hosts. A spreadsheet has one row for each option. */
export function votesTable(reader: StorageReader, sessionId: string): Table<ExportedVote> {
  return {
    name: 'votes',
    async *pages() {
      yield (await reader.readVotes(sessionId)).map(exported)
    },
    columns: ['question', 'option', 'count', 'ballots', 'state', 'maxChoices', 'changeable', 'results', 'revealed', 'voteId', 'optionId'],
    rowsOf: ({ options, ...of }) =>
      options.map(({ id, label, count }) => [
        of.question,
        label,
        count,
        of.ballots,
        term(of.state),
        of.maxChoices,
        of.changeable,
        publicityOf(of),
        of.revealed,
        verbatim(of.id),
        verbatim(id),
      ]),
  }
}

/** When guests see the results: the setting. People read instead that everybody sees them now, or that a host has hidden them. */
export function publicityOf(vote: Pick<VoteRecord, 'state' | 'results' | 'revealed'>): Term {
  if (countsAudience(vote) === 'everyone') return term(vote.results, 'public')
  return term(vote.results, vote.revealed === false ? 'hidden' : undefined)
}

function exported({ id, question, state, maxChoices, changeable, results, revealed, ballots, options, counts }: VoteRecord): ExportedVote {
  const counted = options.map((option) => ({ id: option.id, label: option.label, count: counts[option.id] ?? 0 }))
  return { id, question, state, maxChoices, changeable, results, revealed, ballots, options: counted }
}
