import { useState } from 'react'
import type { StreamItemLabels } from '../../messages/messages.ts'

/** The texts of an item besides its message. */
export interface ItemLabels {
  readonly labels: StreamItemLabels
  readonly timeOf: (iso: string) => string
}

const SAMPLE_TIME = '2026-11-22T10:34:56.000Z'
const SAMPLE_REFUSAL = { code: 'muted', message: '', retryable: false }

/**
 * Returns the same objects until they say something else. Applications often write labels and functions in place, new at each render;
 * without this, each render would render all items again.
 */
export function useStableLabels(labels: StreamItemLabels, timeOf: ItemLabels['timeOf']): ItemLabels {
  const [kept, setKept] = useState<ItemLabels>({ labels, timeOf })
  if (sampleOf(kept.labels, sayLabels) === sampleOf(labels, sayLabels) && sampleOf(kept.timeOf, sayTime) === sampleOf(timeOf, sayTime))
    return kept
  const next = { labels, timeOf }
  setKept(next)
  return next
}

const sayTime = (timeOf: ItemLabels['timeOf']): string => timeOf(SAMPLE_TIME)
const sayLabels = ({ delivery, place, retry, discard, fold, me, later, reason }: StreamItemLabels): string =>
  JSON.stringify([delivery, place, place.waiting(1), retry, discard, fold, me('name'), later(1, 'rate_limited'), reason(SAMPLE_REFUSAL)])

/** One sample for each object: a function whose answer changes, such as a relative time, must not look new at each call. */
const samples = new WeakMap<object, string>()

function sampleOf<Source extends object>(source: Source, say: (source: Source) => string): string {
  const known = samples.get(source)
  if (known !== undefined) return known
  const sample = say(source)
  samples.set(source, sample)
  return sample
}
