import { languageOf } from '../shared/language-of.ts'

export interface ShareBarProps {
  readonly label: string
  /** The number of votes in words; `null`: it is not shown. */
  readonly count?: string | null
  /** Share of all voters, 0 to 1: the length of the bar. */
  readonly part: number
  /** The share in whole percent. */
  readonly percent: number
  readonly isLeading: boolean
  /** Said of the leading one, for readers of screens. */
  readonly leadingLabel?: string
  /** Number of lines to which the label is cut; `null`: it is not. */
  readonly mostLines?: number | null
}

/**
 * One option in its bar, which fills its parent. The texts are drawn twice, on the ground and on the fill, and each is cut where the fill ends, so that
 * both have the ink of what they stand on. The fill moves by its transform alone; what is drawn on it moves the other way and so stays.
 */
export function ShareBar(props: ShareBarProps) {
  const { label, count = null, part, percent, isLeading, leadingLabel, mostLines = null } = props
  const lines = mostLines === null ? undefined : { WebkitLineClamp: mostLines }
  const cut = mostLines === null ? '' : ' gw-share__label--cut'
  const lang = languageOf(label)
  return (
    <div className={`gw-share${isLeading ? ' gw-share--leading' : ''}`}>
      <div className="gw-share__texts">
        <span className={`gw-share__label${cut}`} dir="auto" lang={lang} style={lines}>
          {label}
        </span>
        {isLeading && leadingLabel !== undefined && <span className="gw-unseen">{leadingLabel}</span>}
        {count !== null && <span className="gw-share__count">{count}</span>}
        <b className="gw-share__percent">{percent}%</b>
      </div>
      <div className="gw-share__fill" aria-hidden="true" style={{ transform: `translateX(${(part - 1) * 100}%)` }}>
        <div className="gw-share__texts" style={{ transform: `translateX(${(1 - part) * 100}%)` }}>
          <span className={`gw-share__label${cut}`} dir="auto" lang={lang} style={lines} data-text={label} />
          {count !== null && <span className="gw-share__count" data-text={count} />}
          <b className="gw-share__percent" data-text={`${percent}%`} />
        </div>
      </div>
    </div>
  )
}
