import type { FlowMessage } from './flow-message.ts'
import type { Geometry } from './geometry.ts'
import type { Layout, Spot } from './layout.ts'
import type { Ruler } from './masonry.ts'
import { isLetter } from './reading-time.ts'

/** Few messages, large, in the middle of the wall: cards of one size, the newest one last. */
export function fewCards(geometry: Geometry, ruler: Ruler): Layout {
  const { columns, columnWidth, gap, left, height, cardHeight } = geometry
  const settle = (messages: readonly FlowMessage[]): readonly Spot[] => {
    const rows = Math.ceil(messages.length / columns)
    const top = (height - cardHeight * rows - gap * (rows - 1)) / 2
    return messages.map((message, at) => {
      const row = Math.floor(at / columns)
      const inRow = Math.min(columns, messages.length - row * columns)
      const indent = ((columns - inRow) * (columnWidth + gap)) / 2
      const isSheet = isLetter(message.content)
      const fit = isSheet ? ruler.sheetFitOf(message, 1) : ruler.sizeOf(message).fit
      const x = left + indent + (at % columns) * (columnWidth + gap)
      return {
        message,
        place: { x, y: top + row * (cardHeight + gap), width: columnWidth, height: cardHeight, natural: cardHeight, fit, isSheet },
      }
    })
  }
  return { holdsAll: true, settle, admit: () => null, hasHole: () => false }
}
