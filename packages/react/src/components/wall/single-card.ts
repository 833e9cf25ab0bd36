import type { FlowMessage } from './flow-message.ts'
import type { Geometry } from './geometry.ts'
import type { Admission, Layout, Shown, Spot } from './layout.ts'
import type { Ruler } from './masonry.ts'

/** While it is quiet, another message takes the place of the one that is shown after this time. */
const RETURN_MS = 12_000
/** Of two messages each one comes every second time. */
const REST_MS = 5_000

/** Messages one by one, each as large as the screen holds it. A text that no size holds is a sheet. */
export function singleCard(geometry: Geometry, ruler: Ruler): Layout {
  const { left, columnWidth: width, height } = geometry

  const spotOf = (message: FlowMessage): Spot => {
    const size = ruler.sizeOf(message)
    const isSheet = size.height > height + 0.5
    const fit = isSheet ? ruler.sheetFitOf(message, 1) : size.fit
    return { message, place: { x: left, y: 0, width, height, natural: height, fit, isSheet, isLarge: !isSheet } }
  }

  /** Of the messages on the screen the one that came last stays. */
  const settle = (messages: readonly FlowMessage[], shown: readonly Shown[]): readonly Spot[] => {
    const last = [...shown].sort((a, b) => b.shownAtMs - a.shownAtMs || b.message.order - a.message.order)[0]
    const kept = messages.find(({ key }) => key === last?.key)
    return [kept, ...messages]
      .flatMap((message) => (message === undefined ? [] : [message]))
      .slice(0, 1)
      .map(spotOf)
  }

  const admit = ({ shown, queue: [head], isFree }: Admission): readonly Spot[] | null =>
    head !== undefined && shown.every(isFree) ? [spotOf(head)] : null

  return { holdsAll: false, settle, admit, hasHole: () => false, pace: () => ({ returnMs: RETURN_MS, restMs: REST_MS }) }
}
