import { recountSession } from '../audit/recount-session.ts'
import type { VoteVerdict } from '../audit/recount.ts'
import { readConfig } from '../config.ts'
import { type Command, onlyArgument, parse } from './command.ts'
import { withSession } from './open-reader.ts'
import { Progress } from './progress.ts'
import { plain } from './plain-text.ts'

export const recount: Command = {
  name: 'recount',
  usage: 'recount SESSION',
  summary: 'counts every vote of a session again and compares',
  details: [
    'SESSION is an id or a join code; an id that begins with - stands last, behind --.',
    'Reads the store of DATA_DIR or DATABASE_URL, beside a running server, and writes nothing.',
    'Compares the stored counts, the ballots table, the chain of ballots, each of its hashes, and the tally published last.',
    'Exit code: 0 all agree, 1 something differs, 2 nothing was compared.',
  ],
  async run(args, terminal) {
    const { positionals } = parse(args, {})
    const asked = onlyArgument(positionals, 'SESSION')
    const progress = new Progress(terminal)
    const verdicts = await withSession(readConfig(terminal.environment), asked, (reader, session) =>
      recountSession(reader, session.id, (read) => progress.at(read)),
    )
    terminal.out.write(tableOf(verdicts))
    return verdicts.every(({ differences }) => differences.length === 0) ? 0 : 1
  },
}

const HEADINGS = ['vote', 'state', 'ballots', 'entries', 'event', 'recount', 'question']

function tableOf(verdicts: readonly VoteVerdict[]): string {
  if (verdicts.length === 0) return 'This session has no votes.\n'
  const rows = verdicts.map(({ voteId, state, ballots, entries, eventId, differences, question }) => [
    voteId,
    state,
    String(ballots),
    String(entries),
    eventId === null ? '-' : String(eventId),
    differences.length === 0 ? 'agrees' : 'DIFFERS',
    plain(question, 40),
  ])
  const widths = HEADINGS.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  const lines = rows.flatMap((row, at) => [line(row), ...(verdicts[at]?.differences ?? []).map((words) => `  ${plain(words, 200)}`)])
  const differing = verdicts.filter(({ differences }) => differences.length > 0).length
  const end =
    differing === 0
      ? `All agree: ${verdicts.length} ${verdicts.length === 1 ? 'vote' : 'votes'}.`
      : `${differing} of ${verdicts.length} votes DIFFER.`
  return `${[line(HEADINGS), ...lines, end].join('\n')}\n`
}
