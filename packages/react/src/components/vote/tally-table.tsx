import { DeliveryIcon } from '../shared/icons.tsx'
import { languageOf } from '../shared/language-of.ts'
import type { TallyRow } from './results-view.ts'

export interface TallyTableLabels {
  readonly option: string
  readonly count: string
  readonly percent: string
  /** Shown beside the reader's own choice. */
  readonly yours: string
}

export interface TallyTableProps {
  readonly rows: readonly TallyRow[]
  /** Ids of the options that the reader chose. */
  readonly chosen?: readonly string[]
  readonly caption: string
  readonly labels: TallyTableLabels
}

/** The results as a table with bars and figures. */
export function TallyTable({ rows, chosen = [], caption, labels }: TallyTableProps) {
  return (
    <table className="gw-tally">
      <caption className="gw-tally__caption">{caption}</caption>
      <thead className="gw-tally__head">
        <tr>
          <th scope="col">
            <span className="gw-unseen">{labels.option}</span>
          </th>
          <th scope="col">{labels.count}</th>
          <th scope="col">{labels.percent}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className={`gw-tally__row${chosen.includes(row.id) ? ' gw-tally__row--own' : ''}`}>
            <th scope="row">
              <span className="gw-tally__label" dir="auto" lang={languageOf(row.label)}>
                {row.label}
              </span>
              {chosen.includes(row.id) && (
                <span className="gw-tally__own">
                  {' '}
                  <DeliveryIcon delivery="delivered" />
                  {labels.yours}
                </span>
              )}
              <TallyBar part={row.part} />
            </th>
            <td>{row.count}</td>
            <td>{row.percent}%</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A bar that animates its transform only. It is hidden from screen readers, because the figures beside it carry the value. */
export function TallyBar({ part }: { readonly part: number }) {
  return (
    <span className="gw-bar" aria-hidden="true">
      <span className="gw-bar__fill" style={{ transform: `translateX(${(part - 1) * 100}%)` }} />
    </span>
  )
}
