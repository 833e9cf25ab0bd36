import { useMemo } from 'react'
import type { StreamItemLabels } from './stream-item.tsx'

/** What a list's items say, besides their message. */
export interface ItemWords {
  readonly labels: StreamItemLabels
  readonly timeOf: (iso: string) => string
}

const SOME_TIME = '2026-11-22T10:34:56.000Z'
const SOME_REFUSAL = { code: 'muted', message: '', retryable: false }

/**
 * Apps write labels and functions in place, new at each render. These stay the same objects until they say something else, so that items
 * whose message did not change are not rendered again.
 */
export function useSettledWords(labels: StreamItemLabels, timeOf: ItemWords['timeOf']): ItemWords {
  const said = useMemo(() => JSON.stringify([labels.delivery, labels.discard, labels.me('name'), labels.reason(SOME_REFUSAL)]), [labels])
  const time = useMemo(() => timeOf(SOME_TIME), [timeOf])
  return useMemo(() => ({ labels, timeOf }), [said, time])
}
