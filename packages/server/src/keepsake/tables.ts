import type { Vote, WallMessage } from '@guestwall/protocol'
import { localTime, type Table, term, verbatim } from '../export/cells.ts'
import type { Evening } from './evening.ts'

/** The messages that are shown, without anything that is for hosts. */
export function shownMessagesTable(evening: Evening, timeZone: string): Table<WallMessage> {
  return {
    name: 'messages',
    pages: () => evening.messages(),
    columns: ['localTime', 'timeZone', 'guestName', 'content', 'pinned', 'createdAt', 'id'],
    rowsOf: (of) => [
      [localTime(of.createdAt), verbatim(timeZone), of.guestName, of.content, of.pinned, verbatim(of.createdAt), verbatim(of.id)],
    ],
  }
}

/** The votes that guests see, with the counts that they see: a hidden count is an empty cell. */
export function seenVotesTable(evening: Evening): Table<Vote> {
  return {
    name: 'votes',
    async *pages() {
      yield await Promise.resolve(evening.votes)
    },
    columns: ['question', 'option', 'count', 'ballots', 'state', 'voteId', 'optionId'],
    rowsOf: ({ id, question, state, options, tally }) =>
      options.map((option) => [
        question,
        option.label,
        tally === null ? null : (tally.counts[option.id] ?? 0),
        tally?.ballots ?? null,
        term(state),
        verbatim(id),
        verbatim(option.id),
      ]),
  }
}
