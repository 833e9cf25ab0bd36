import { Fragment } from 'react'
import type { Breaks } from './text-fit.ts'
import { RUN_CLASSES, textRuns } from './text-runs.ts'

/** A text with the places at which its lines may break. */
export function TextRunList({ text, breaks }: { readonly text: string; readonly breaks: Breaks }) {
  return textRuns(text, breaks).map((run, at) => (
    // The runs have no other identity and are not reordered.
    <Fragment key={at}>
      {run.breaksBefore && <wbr />}
      {run.kind === 'plain' ? run.text : <span className={RUN_CLASSES[run.kind]}>{run.text}</span>}
    </Fragment>
  ))
}
