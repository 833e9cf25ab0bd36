import type { Vote } from '@guestwall/protocol'
import { languageOf, viewResults } from '@guestwall/react'
import type { WallPageMessages } from './messages.ts'

/** A quiet sign that a vote is open, while the wall shows something else. */
export function VoteSign({ vote, t }: { readonly vote: Vote; readonly t: WallPageMessages }) {
  return (
    <section className="vote-sign">
      <p className="vote-sign__state">{t.votingNow}</p>
      <p className="vote-sign__question" dir="auto" lang={languageOf(vote.question)}>
        {vote.question}
      </p>
      <p className="vote-sign__voters">{t.voters(viewResults(vote).voters)}</p>
    </section>
  )
}
