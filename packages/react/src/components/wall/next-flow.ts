import { advance, advancePaused, choose, type Flow } from './flow.ts'
import { chosenLayout, heldLayout, type LayoutChoice } from './layout-choice.ts'

/** The next state of a wall. What a host chooses is drawn at once, whatever is being read and also on a held screen. */
export function nextFlow(flow: Flow, layouts: LayoutChoice, isPaused: boolean, nowMs: number): Flow {
  if (flow.chosen !== null && flow.chosen !== layouts.name) return choose(flow, layouts.calm, layouts.name, nowMs)
  const known = flow.chosen === null ? { ...flow, chosen: layouts.name } : flow
  return isPaused ? advancePaused(known, heldLayout(layouts, known), nowMs) : advance(known, chosenLayout(layouts, known, nowMs), nowMs)
}
