import type { FlowMessage } from './flow-message.ts'
import type { Geometry } from './geometry.ts'
import type { Layout, Spot } from './layout.ts'
import type { Ruler } from './masonry.ts'
import { isLetter } from './reading-time.ts'

/** The cards are at least so high, as a part of the wall. */
const LEAST_PART = 0.74

/** One to three messages, large, in the middle of the wall: cards of one height, the newest one last. */
export function fewCards(geometry: Geometry, ruler: Ruler): Layout {
  const { columns, columnWidth, gap, left, height } = geometry
  const settle = (messages: readonly FlowMessage[]): readonly Spot[] => {
    const rows = Math.ceil(messages.length / columns)
    const sizes = messages.map((message) =>
      isLetter(message.content)
        ? { height, fit: ruler.sheetFitOf(message, 1), isSheet: true }
        : { ...ruler.sizeOf(message), isSheet: false },
    )
    const most = (height - gap * (rows - 1)) / rows
    const cardHeight = rows > 1 ? most : Math.min(most, Math.max(height * LEAST_PART, ...sizes.map((size) => size.height)))
    const top = (height - cardHeight * rows - gap * (rows - 1)) / 2
    return messages.map((message, at) => {
      const row = Math.floor(at / columns)
      const inRow = Math.min(columns, messages.length - row * columns)
      const indent = ((columns - inRow) * (columnWidth + gap)) / 2
      const { fit, isSheet } = sizes[at] as (typeof sizes)[number]
      const x = left + indent + (at % columns) * (columnWidth + gap)
      return {
        message,
        place: { x, y: top + row * (cardHeight + gap), width: columnWidth, height: cardHeight, natural: cardHeight, fit, isSheet },
      }
    })
  }
  return { holdsAll: true, settle, admit: () => null, hasHole: () => false }
}
