import { useMemo } from 'react'
import type { StreamItemLabels } from './stream-item.tsx'

/** The texts of an item besides its message. */
export interface ItemLabels {
  readonly labels: StreamItemLabels
  readonly timeOf: (iso: string) => string
}

const SAMPLE_TIME = '2026-11-22T10:34:56.000Z'
const SAMPLE_REFUSAL = { code: 'muted', message: '', retryable: false }

/**
 * Apps write labels and functions in place, new at each render. These stay the same objects until they say something else, so that items
 * whose message did not change are not rendered again.
 */
export function useStableLabels(labels: StreamItemLabels, timeOf: ItemLabels['timeOf']): ItemLabels {
  const said = useMemo(() => JSON.stringify([labels.delivery, labels.discard, labels.me('name'), labels.reason(SAMPLE_REFUSAL)]), [labels])
  const time = useMemo(() => timeOf(SAMPLE_TIME), [timeOf])
  return useMemo(() => ({ labels, timeOf }), [said, time])
}
