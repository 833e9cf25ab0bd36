import type { Flow } from './flow.ts'
import type { Layout } from './layout.ts'
import { readingTimeMs } from './reading-time.ts'

/** The layouts of a wall: `calm` is the one that was chosen, `busy` takes over while more comes than it can show. */
export interface LayoutChoice {
  /** What a host has chosen. Another name is another picture: it is drawn at once. */
  readonly name: string
  readonly calm: Layout
  readonly busy?: Layout
}

/** The newest message would wait longer than this for its turn: the busy layout takes over. */
const MOST_BEHIND_MS = 15_000
/** Between the end of one reading time and the next message: its entry, and the flow's tick. */
const BETWEEN_MS = 800

/** The layout for the next look. The busy one stays until nothing waits and everything on the screen was read. */
export function chosenLayout({ calm, busy }: LayoutChoice, flow: Flow, nowMs: number): Layout {
  if (busy === undefined) return calm
  if (flow.layout !== busy) return isBehind(flow, nowMs) ? busy : calm
  return flow.waiting.length > 0 || flow.shown.some(({ readAtMs }) => nowMs < readAtMs) ? busy : calm
}

/** The layout of a screen that a host holds: it does not change by itself. */
export function heldLayout({ calm, busy }: LayoutChoice, { layout }: Pick<Flow, 'layout'>): Layout {
  return layout !== null && layout === busy ? busy : calm
}

/** Whether the newest message waits too long, if each one is shown after the other. It looks at no more messages than it takes to say so. */
function isBehind({ shown, waiting }: Flow, nowMs: number): boolean {
  let behindMs = Math.max(0, ...shown.map(({ readAtMs }) => readAtMs - nowMs))
  for (const { content, photo } of waiting.slice(0, -1)) {
    behindMs += readingTimeMs(content, photo !== undefined) + BETWEEN_MS
    if (behindMs > MOST_BEHIND_MS) return true
  }
  return waiting.length > 0 && behindMs > MOST_BEHIND_MS
}
