import type { ResultsWallLabels } from '../../messages/messages.ts'

/** In percent of the screen's height. */
const COLUMN = 30
const LARGEST = 18
const LARGEST_IN_LINE = 8
/** The width of a digit in em. */
const DIGIT = 0.6

interface VoterCountProps {
  readonly voters: number
  readonly labels: ResultsWallLabels
  readonly unit: number
  /** It has a column of its own. */
  readonly isWide: boolean
}

/** How many have voted, as one large number. Each new one comes in softly. */
export function VoterCount({ voters, labels, unit, isWide }: VoterCountProps) {
  const [number, words] = labels.voters(voters)
  const size = isWide ? Math.min(LARGEST, COLUMN / (DIGIT * number.length)) : LARGEST_IN_LINE
  return (
    <p className="gw-results__voters">
      <b key={number} style={{ fontSize: `${size * unit}px` }}>
        {number}
      </b>{' '}
      <span>{words}</span>
    </p>
  )
}
