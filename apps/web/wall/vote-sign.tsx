import type { Vote } from '@guestwall/protocol'
import { languageOf, votersOf } from '@guestwall/react'
import type { WallWords } from './words.ts'

/** A quiet sign that a vote is open, while the wall shows something else. */
export function VoteSign({ vote, words }: { readonly vote: Vote; readonly words: WallWords }) {
  return (
    <section className="vote-sign">
      <p className="vote-sign__state">{words.votingNow}</p>
      <p className="vote-sign__question" dir="auto" lang={languageOf(vote.question)}>
        {vote.question}
      </p>
      <p className="vote-sign__voters">{words.voters(votersOf(vote))}</p>
    </section>
  )
}
