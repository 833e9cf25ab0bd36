import type { Breaks } from './text-fit.ts'
import { RUN_CLASSES, textRuns } from './text-runs.ts'

/** The nodes of a text as `TextRunList` draws it, for a ruler. */
export function runNodes(text: string, breaks: Breaks): Node[] {
  return textRuns(text, breaks).flatMap((run) => {
    const node = run.kind === 'plain' ? document.createTextNode(run.text) : spanOf(run.text, RUN_CLASSES[run.kind])
    return run.breaksBefore ? [document.createElement('wbr'), node] : [node]
  })
}

function spanOf(text: string, className: string): HTMLElement {
  const span = document.createElement('span')
  span.className = className
  span.textContent = text
  return span
}
