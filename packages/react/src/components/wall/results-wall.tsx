import type { Vote } from '@guestwall/protocol'
import { countGraphemes } from '@guestwall/protocol'
import { type CSSProperties, forwardRef, useMemo, useRef, useState } from 'react'
import { useBox } from '../../hooks/use-box.ts'
import { useCatalog } from '../../hooks/use-catalog.ts'
import type { ResultsWallLabels } from '../../messages/messages.ts'
import { classNames } from '../shared/class-names.ts'
import { languageOf } from '../shared/language-of.ts'
import type { RootProps } from '../shared/root-props.ts'
import { type TallyRow, viewResults } from '../vote/results-view.ts'
import { type ResultsFit, fitResults } from './results-fit.ts'
import { revealDelays } from './reveal-order.ts'
import { ShareBar } from './share-bar.tsx'
import { estimateEm } from './text-width.ts'
import { VoterCount } from './voter-count.tsx'

export interface ResultsWallProps extends RootProps {
  readonly vote: Vote
  /** Pixels of one percent of the screen's height. All sizes are multiples of it. */
  readonly unit: number
  /** The operator's text size, 1 by default. */
  readonly textScale?: number
  /** The provider's texts by default. */
  readonly labels?: ResultsWallLabels | undefined
  /** One sentence at the foot, for example when the results are shown. */
  readonly note?: string | null
  /** The results were revealed just now, before this wall was there: they are an event. */
  readonly isReveal?: boolean
}

/** From this width on, in percent of the screen's height, the number of voters has a column of its own. */
const WIDE = 118

/** One vote on a projector: the question, the options in their bars, and the number of voters. Fills its parent. */
export const ResultsWall = forwardRef<HTMLElement, ResultsWallProps>(function ResultsWall(props, ref) {
  const { vote, unit, textScale = 1, note = null, className, style } = props
  const catalog = useCatalog()
  const labels = props.labels ?? catalog.wall.results
  const body = useRef<HTMLDivElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const isWide = useBox(body).width >= WIDE * unit
  const { width, height } = useBox(stage)
  const fit = useMemo(
    () => fitResults({ labels: vote.options.map(({ label }) => label), width, height, unit, textScale, measure: estimateEm }),
    [vote.options, width, height, unit, textScale],
  )
  const results = viewResults(vote)
  const isReveal = useReveal(results.areVisible, props.isReveal === true)
  const delays = results.areVisible && isReveal ? revealDelays(results.rows) : []
  const isOpen = vote.state === 'open'
  const voters = <VoterCount voters={results.voters} labels={labels} unit={unit} isWide={isWide} />
  const classes = ['gw-results', isWide && 'gw-results--wide', isReveal && 'gw-results--reveal', className]
  return (
    <section ref={ref} className={classNames(...classes)} style={{ ...style, '--gw-u': `${unit}px` } as CSSProperties}>
      <header className="gw-results__head">
        <h2 className={`gw-results__question${questionSize(vote.question)}`} dir="auto" lang={languageOf(vote.question)}>
          {vote.question}
        </h2>
        {!isWide && voters}
      </header>
      <div ref={body} className="gw-results__body">
        <div className="gw-results__chart">
          <div ref={stage} className="gw-results__stage">
            {width > 0 && (
              <ol className="gw-results__options" style={gridOf(fit)}>
                {results.areVisible
                  ? results.rows.map((row, at) => (
                      <ShownOption key={row.id} row={row} fit={fit} delayMs={delays[at]} isOpen={isOpen} labels={labels} />
                    ))
                  : vote.options.map(({ id, label }) => <HiddenOption key={id} label={label} fit={fit} />)}
              </ol>
            )}
          </div>
          <div className="gw-results__scales" aria-hidden="true" style={scalesOf(fit)}>
            {results.areVisible && Array.from({ length: fit.columns }, (_, at) => <Scale key={at} />)}
          </div>
        </div>
        {isWide && voters}
      </div>
      <p className="gw-results__facts">
        <span className={`gw-results__state gw-results__state--${vote.state}`}>{isOpen ? labels.open : labels.closed}</span>
        {note !== null && <span>{note}</span>}
      </p>
    </section>
  )
})

/** Whether the results that are seen were hidden before, on this screen: then they are an event. */
function useReveal(areVisible: boolean, isFirst: boolean): boolean {
  const [known, setKnown] = useState({ areVisible, isReveal: areVisible && isFirst })
  if (known.areVisible === areVisible) return known.isReveal
  setKnown({ areVisible, isReveal: areVisible })
  return areVisible
}

interface ShownOptionProps {
  readonly row: TallyRow
  readonly fit: ResultsFit
  readonly delayMs: number | undefined
  readonly isOpen: boolean
  readonly labels: ResultsWallLabels
}

function ShownOption({ row, fit, delayMs, isOpen, labels }: ShownOptionProps) {
  return (
    <li className="gw-results__option" style={delayMs === undefined ? undefined : ({ '--gw-delay': `${delayMs}ms` } as CSSProperties)}>
      <ShareBar
        label={row.label}
        count={fit.hasCounts ? labels.votes(row.count) : null}
        part={row.part}
        percent={row.percent}
        isLeading={row.isLeading}
        leadingLabel={isOpen ? labels.leading : labels.most}
        mostLines={fit.mostLines}
      />
    </li>
  )
}

/** The label alone, so that nothing hints at the hidden counts. */
function HiddenOption({ label, fit: { mostLines } }: { readonly label: string; readonly fit: ResultsFit }) {
  return (
    <li className="gw-results__option">
      <div className="gw-share">
        <div className="gw-share__texts">
          <span
            className={`gw-share__label${mostLines === null ? '' : ' gw-share__label--cut'}`}
            dir="auto"
            lang={languageOf(label)}
            style={mostLines === null ? undefined : { WebkitLineClamp: mostLines }}
          >
            {label}
          </span>
        </div>
      </div>
    </li>
  )
}

const TICKS = [0, 25, 50, 75, 100] as const

/** The scale of all bars above it: a whole row is all voters. */
function Scale() {
  return (
    <div className="gw-results__scale">
      {TICKS.map((tick) => (
        <span key={tick} className="gw-results__tick">
          {tick}
          {tick === 100 && '%'}
        </span>
      ))}
    </div>
  )
}

function gridOf({ columns, rows, columnWidth, rowHeight, rowGap, fontSize }: ResultsFit): CSSProperties {
  return {
    fontSize: `${fontSize}px`,
    gridTemplateColumns: `repeat(${columns}, ${columnWidth}px)`,
    gridTemplateRows: `repeat(${rows}, ${rowHeight}px)`,
    rowGap: `${rowGap}px`,
  }
}

function scalesOf({ columns, columnWidth }: ResultsFit): CSSProperties {
  return { gridTemplateColumns: `repeat(${columns}, ${columnWidth}px)` }
}

const SHORT_QUESTION = 16
const LONG_QUESTION = 36

function questionSize(question: string): string {
  const graphemes = countGraphemes(question)
  if (graphemes <= SHORT_QUESTION) return ''
  return graphemes <= LONG_QUESTION ? ' gw-results__question--long' : ' gw-results__question--longest'
}
