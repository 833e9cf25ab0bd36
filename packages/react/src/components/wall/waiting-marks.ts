import { encodeQueue } from '@guestwall/protocol'
import type { Flow } from './flow.ts'

/** Waiting messages of which a screen says which they are: as many as a report has. */
const MAX_QUEUED = 1_000

/** The attributes from which a screen reads how many messages wait, and which. */
export function waitingMarks({ waiting }: Pick<Flow, 'waiting'>): { readonly 'data-waiting': number; readonly 'data-queue': string } {
  return { 'data-waiting': waiting.length, 'data-queue': encodeQueue(waiting.slice(0, MAX_QUEUED).map(({ order }) => order)) }
}
