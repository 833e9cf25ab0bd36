import type { FlowMessage } from '../wall/flow-message.ts'
import type { Admission, Layout, Shown, Spot } from '../wall/layout.ts'
import { jitterOf, type Lanes, laneTop } from './lanes.ts'
import type { LaneRuler, LaneSize, Setting } from './lane-ruler.ts'
import { MOST_PASSING } from './passing-lanes.ts'

/** A part of a band: some lanes, and a stretch of them. */
interface Block {
  readonly lane: number
  readonly lanes: number
  readonly left: number
  readonly right: number
}

/** Below this part of the lanes in use, older messages return sooner. */
const FULL_PART = 0.5

/**
 * Danmaku for those who want no movement: a message appears in a free place, stands until it is read, and leaves where another one needs its place. Nothing
 * overtakes the first one that waits, so a long one gets its place as soon as what stands there was read.
 */
export function standingLanes(lanes: Lanes, ruler: LaneRuler, setting: Setting = 'usual'): Layout {
  const { width, laneHeight, gap } = lanes

  const blockOf = ({ place }: Spot): Block => ({
    lane: place.lane?.at ?? 0,
    lanes: place.lane?.lanes ?? 1,
    left: place.x,
    right: place.x + place.width,
  })

  const touches = (one: Block, other: Block): boolean =>
    one.lane < other.lane + other.lanes && other.lane < one.lane + one.lanes && one.left < other.right + gap && other.left < one.right + gap

  /** Where the message can stand: beside an edge or a neighbour, over the fewest of the cards that may leave. */
  const placeFor = (message: FlowMessage, set: Setting, spots: readonly Spot[], canLeave: (spot: Spot) => boolean): Spot[] | null => {
    const size = ruler.blockOf(message, set)
    const needed = size.lanes
    const standing = spots.map((spot) => ({ spot, block: blockOf(spot) }))
    const lefts = [0, ...standing.flatMap(({ block }) => [block.right + gap, block.left - gap - size.width])]
    let best: { readonly block: Block; readonly leaves: readonly Spot[]; readonly jitter: number } | null = null
    for (const band of lanes.bands.filter((each) => each.width >= size.width - 0.5)) {
      for (let lane = band.first; lane + Math.min(needed, band.lanes) <= band.first + band.lanes; lane += 1) {
        for (const left of [...lefts, band.width - size.width]) {
          if (left < -0.5 || left + size.width > band.width + 0.5) continue
          const block: Block = { lane, lanes: Math.min(needed, band.lanes), left, right: left + size.width }
          const leaves = standing.filter((other) => touches(block, other.block)).map(({ spot }) => spot)
          if (!leaves.every(canLeave)) continue
          const jitter = jitterOf(`${message.key} ${lane} ${Math.round(left)}`)
          const isBetter =
            best === null || leaves.length < best.leaves.length || (leaves.length === best.leaves.length && jitter < best.jitter)
          if (isBetter) best = { block, leaves, jitter }
        }
      }
    }
    if (best === null) return null
    const { block, leaves } = best
    return [...spots.filter((spot) => !leaves.includes(spot)), spotAt(message, block, size)]
  }

  const spotAt = (message: FlowMessage, block: Block, size: LaneSize): Spot => {
    const height = block.lanes * laneHeight
    const y = laneTop(lanes, block.lane)
    const lane = { at: block.lane, lanes: block.lanes, pxPerMs: 0 }
    return { message, place: { x: block.left, y, width: size.width, height, natural: height, fit: size.fit, isSheet: false, lane } }
  }

  const settle = (messages: readonly FlowMessage[]): readonly Spot[] => {
    let spots: readonly Spot[] = []
    for (const message of messages.slice(0, MOST_PASSING)) spots = placeFor(message, setting, spots, () => false) ?? spots
    return spots
  }

  const admit = ({ shown, queue, isFree, isHurried }: Admission): readonly Spot[] | null => {
    const [head] = queue
    return head === undefined ? null : placeFor(head, isHurried ? 'close' : setting, shown, (spot) => isFree(spot as Shown))
  }

  const hasHole = (shown: readonly Shown[]): boolean => {
    const count = lanes.bands.reduce((sum, band) => sum + band.lanes, 0)
    const used = shown.reduce((sum, { place }) => sum + (place.width + gap) * (place.lane?.lanes ?? 1), 0)
    return lanes.isFull && used < width * count * FULL_PART
  }

  return { holdsAll: false, settle, admit, hasHole }
}
