import type { Vote } from '@guestwall/protocol'
import { ResultsWall, viewResults } from '@guestwall/react'
import type { Language } from '../shared/catalogs.ts'
import { wallPageMessages, type WallPageMessages } from './messages.ts'
import { resultsVote } from './vote-keys.ts'

interface ResultsScreenProps {
  /** As a wall screen may see them. */
  readonly votes: readonly Vote[]
  /** The vote whose results were revealed last; `null`: none. */
  readonly revealedId: string | null
  readonly unit: number
  readonly textScale: number
  readonly language: Language
}

/** The layout of the results: the vote that was opened, shown or revealed last. */
export function ResultsScreen({ votes, revealedId, unit, textScale, language }: ResultsScreenProps) {
  const t = wallPageMessages(language)
  const vote = resultsVote(votes, revealedId)
  if (vote === null) return null
  return (
    <ResultsWall
      key={vote.id}
      vote={vote}
      unit={unit}
      textScale={textScale}
      labels={t.results}
      note={noteOf(vote, t)}
      isReveal={vote.id === revealedId}
    />
  )
}

/** When the results come, as far as the vote itself says it. */
export function noteOf(vote: Vote, { hints }: WallPageMessages): string | null {
  const results = viewResults(vote)
  if (results.areVisible || (results.hint !== 'afterVoting' && results.hint !== 'afterClose')) return null
  return hints[results.hint]
}
