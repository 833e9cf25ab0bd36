import { MAX_QUEUE_CHARS } from './limits.ts'

/**
 * The event ids of waiting messages in one short text: the first one, then the difference of each to the one before. As many as fit; a report is
 * bounded, and a message further behind is not in it.
 */
export function encodeQueue(eventIds: Iterable<number>): string {
  let text = ''
  let before: number | null = null
  for (const id of eventIds) {
    const next = before === null ? `${id}` : `${text} ${id - before}`
    if (next.length > MAX_QUEUE_CHARS) return text
    text = next
    before = id
  }
  return text
}

/** The event ids in the order of their turn. */
export function decodeQueue(text: string): number[] {
  let id = 0
  return text === ''
    ? []
    : text.split(' ').map((step) => {
        id += Number(step)
        return id
      })
}
