import { isLowCard } from './few-card.ts'
import type { FlowMessage } from './flow-message.ts'
import type { Geometry } from './geometry.ts'
import type { Layout, Shown, Spot } from './layout.ts'
import type { Ruler } from './masonry.ts'
import { isLetter } from './reading-time.ts'

/** Few messages, large: each in its cell. A letter is a sheet. `unit`: pixels of one percent of the screen's height, times the text size. */
export function fewCards({ cells }: Geometry, ruler: Ruler, unit: number): Layout {
  const settle = (messages: readonly FlowMessage[], shown: readonly Shown[]): readonly Spot[] => {
    // The cells are those of other messages: their own ones are on the way.
    if (messages.length !== cells.length) return shown
    return messages.flatMap((message, at) => {
      const cell = cells[at]
      if (cell === undefined) return []
      const isSheet = isLetter(message.content)
      const fit = ruler.cellFitOf(message, cell)
      const isLow = !isSheet && isLowCard(cell.height, unit)
      return [{ message, place: { ...cell, natural: cell.height, fit, isSheet, isFew: !isSheet, isLow } }]
    })
  }
  return { holdsAll: true, settle, admit: () => null, hasHole: () => false }
}
