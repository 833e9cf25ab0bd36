import type { Vote } from '@guestwall/protocol'
import { languageOf, ShareBar, type TallyRow, viewResults } from '@guestwall/react'
import type { WallPageMessages } from './messages.ts'

/** Options for which there is room. */
const MOST_BARS = 3

interface VoteSignProps {
  readonly vote: Vote
  readonly t: WallPageMessages
  /** Results that the hall may see are shown as bars. */
  readonly hasBars?: boolean
}

/** A quiet sign that a vote is open, while the wall shows something else. */
export function VoteSign({ vote, t, hasBars = false }: VoteSignProps) {
  const results = viewResults(vote)
  const rows = hasBars && results.areVisible ? results.rows : null
  return (
    <section className="vote-sign">
      <p className="vote-sign__state">
        {rows === null || rows.length <= MOST_BARS ? t.votingNow : t.votingNowLeading(MOST_BARS, rows.length)}
      </p>
      <p className="vote-sign__question" dir="auto" lang={languageOf(vote.question)}>
        {vote.question}
      </p>
      {rows !== null ? (
        <ul className="vote-sign__bars">
          {leadingRows(rows).map((row) => (
            <li key={row.id}>
              <ShareBar label={row.label} part={row.part} percent={row.percent} isLeading={row.isLeading} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="vote-sign__voters">{t.voters(results.voters)}</p>
      )}
    </section>
  )
}

/** The rows with the most votes, in the order of the vote. */
export function leadingRows(rows: readonly TallyRow[]): readonly TallyRow[] {
  const leading = [...rows].sort((one, other) => other.count - one.count).slice(0, MOST_BARS)
  return rows.filter((row) => leading.includes(row))
}
