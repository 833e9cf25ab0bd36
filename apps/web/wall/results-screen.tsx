import type { Vote } from '@guestwall/protocol'
import { ResultsWall, viewResults } from '@guestwall/react'
import type { Language } from '../shared/catalogs.ts'
import { Invitation } from './invitation.tsx'
import { wallPageMessages, type WallPageMessages } from './messages.ts'

interface ResultsScreenProps {
  /** `null`: none was ever opened. */
  readonly vote: Vote | null
  readonly unit: number
  readonly textScale: number
  readonly language: Language
}

/** The layout of the results: the vote opened last, or a word that there is none. */
export function ResultsScreen({ vote, unit, textScale, language }: ResultsScreenProps) {
  const t = wallPageMessages(language)
  if (vote === null) {
    return (
      <div className="no-vote">
        <Invitation language={language} of={({ noVote }) => noVote} />
      </div>
    )
  }
  return <ResultsWall key={vote.id} vote={vote} unit={unit} textScale={textScale} labels={t.results} note={noteOf(vote, t)} />
}

/** When the results come, as far as the vote itself says it. */
export function noteOf(vote: Vote, { hints }: WallPageMessages): string | null {
  const results = viewResults(vote)
  if (results.areVisible || (results.hint !== 'afterVoting' && results.hint !== 'afterClose')) return null
  return hints[results.hint]
}
