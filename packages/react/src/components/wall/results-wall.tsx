import type { Vote } from '@guestwall/protocol'
import { countGraphemes } from '@guestwall/protocol'
import { type CSSProperties, forwardRef, useMemo, useRef } from 'react'
import { useBox } from '../../hooks/use-box.ts'
import { useCatalog } from '../../hooks/use-catalog.ts'
import type { ResultsWallLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { LeadingIcon } from '../shared/icons.tsx'
import { languageOf } from '../shared/language-of.ts'
import type { RootProps } from '../shared/root-props.ts'
import { type TallyRow, viewResults } from '../vote/results-view.ts'
import { TallyBar } from '../vote/tally-table.tsx'
import { type ResultsFit, fitResults } from './results-fit.ts'
import { estimateEm } from './text-width.ts'

export interface ResultsWallProps extends RootProps {
  readonly vote: Vote
  /** Pixels of one percent of the screen's height. All sizes are multiples of it. */
  readonly unit: number
  /** The operator's text size, 1 by default. */
  readonly textScale?: number
  /** The provider's texts by default. */
  readonly labels?: ResultsWallLabels | undefined
  /** One sentence below the question, for example when the results are shown. */
  readonly note?: string | null
}

/** One vote on a projector: the question, the options with bars, and the number of voters. Fills its parent. */
export const ResultsWall = forwardRef<HTMLElement, ResultsWallProps>(function ResultsWall(props, ref) {
  const { vote, unit, textScale = 1, note = null, className, style } = props
  const catalog = useCatalog()
  const labels = props.labels ?? catalog.wall.results
  const stage = useRef<HTMLDivElement>(null)
  const { width, height } = useBox(stage)
  const fit = useMemo(
    () => fitResults({ labels: vote.options.map(({ label }) => label), width, height, unit, textScale, measure: estimateEm }),
    [vote.options, width, height, unit, textScale],
  )
  const results = viewResults(vote)
  const isOpen = vote.state === 'open'
  const [voters, haveVoted] = labels.voters(results.voters)
  return (
    <section ref={ref} className={classNames('gw-results', className)} style={{ ...style, '--gw-u': `${unit}px` } as CSSProperties}>
      <header className="gw-results__head">
        <h2 className={`gw-results__question${questionSize(vote.question)}`} dir="auto" lang={languageOf(vote.question)}>
          {vote.question}
        </h2>
        <p className="gw-results__facts">
          <span className={`gw-results__state gw-results__state--${vote.state}`}>{isOpen ? labels.open : labels.closed}</span>
          <span className="gw-results__voters">
            <b>{voters}</b> {haveVoted}
          </span>
          {note !== null && <span>{note}</span>}
        </p>
      </header>
      <div ref={stage} className="gw-results__stage">
        {width > 0 && (
          <ol className={`gw-results__options${fit.mostLines === null ? '' : ' gw-results__options--tight'}`} style={gridOf(fit)}>
            {results.areVisible
              ? results.rows.map((row) => <Option key={row.id} label={row.label} fit={fit} row={row} isOpen={isOpen} labels={labels} />)
              : vote.options.map((option) => <Option key={option.id} label={option.label} fit={fit} />)}
          </ol>
        )}
      </div>
    </section>
  )
})

interface OptionProps {
  readonly label: string
  readonly fit: ResultsFit
}

interface ShownOptionProps extends OptionProps {
  readonly row: TallyRow
  readonly isOpen: boolean
  readonly labels: ResultsWallLabels
}

/** Without a row only the label is shown, so that nothing hints at the hidden counts. */
function Option(props: OptionProps | ShownOptionProps) {
  const { label, fit } = props
  const shown = 'row' in props ? props : null
  const isLeading = shown?.row.isLeading === true
  return (
    <li className={`gw-results__option${isLeading ? ' gw-results__option--leading' : ''}`}>
      <div className="gw-results__line">
        <span
          className={`gw-results__label${fit.mostLines === null ? '' : ' gw-results__label--cut'}`}
          dir="auto"
          lang={languageOf(label)}
          style={fit.mostLines === null ? undefined : { WebkitLineClamp: fit.mostLines }}
        >
          {label}
        </span>
        {shown !== null && (
          <span className="gw-results__figures">
            <span className="gw-results__count">{shown.labels.votes(shown.row.count)}</span>
            <span className="gw-results__mark">
              {isLeading && <LeadingIcon />}
              {isLeading && <span className="gw-unseen">{shown.isOpen ? shown.labels.leading : shown.labels.most}</span>}
            </span>
            <b className="gw-results__percent">{shown.row.percent}%</b>
          </span>
        )}
      </div>
      {shown === null ? <span className="gw-results__rule" aria-hidden="true" /> : <TallyBar part={shown.row.part} />}
    </li>
  )
}

function gridOf({ columns, rows, fontSize }: ResultsFit): CSSProperties {
  return {
    fontSize: `${fontSize}px`,
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
    gridTemplateRows: `repeat(${rows}, auto)`,
  }
}

const SHORT_QUESTION = 16
const LONG_QUESTION = 36

function questionSize(question: string): string {
  const graphemes = countGraphemes(question)
  if (graphemes <= SHORT_QUESTION) return ''
  return graphemes <= LONG_QUESTION ? ' gw-results__question--long' : ' gw-results__question--longest'
}
