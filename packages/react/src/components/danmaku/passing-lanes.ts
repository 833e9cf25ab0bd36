import type { FlowMessage } from '../wall/flow-message.ts'
import type { Admission, Layout, Shown, Spot } from '../wall/layout.ts'
import { readingTimeMs } from '../wall/reading-time.ts'
import type { TextFit } from '../wall/text-fit.ts'
import { jitterOf, type Lanes, laneTop, leftAt } from './lanes.ts'
import type { LaneRuler, LaneSize } from './lane-ruler.ts'

/** A screen's report names so many messages. */
export const MOST_PASSING = 80
/** While it is quiet, older messages return at this pace at most, and seldom on a screen that is not to be full; each one after a rest. */
const RETURN_MS = 1_200
const SELDOM_MS = 7_000
/** Fewer messages than this in each lane do not fill the screen. */
const FEW_A_LANE = 2
const REST_MS = 6_000

/** The lane as its end is now: where its last message ends, and `null` before the first one. */
interface LaneEnd {
  readonly at: number
  readonly end: number | null
}

/**
 * Messages that pass over the screen from the right to the left. A lane is a tape: all that is on it moves at one speed, so two messages that are apart when
 * the second one enters are apart for ever. A message enters at the right edge, where its lane is free.
 */
export function passingLanes(lanes: Lanes, ruler: LaneRuler): Layout {
  const { width, laneHeight, gap, spread, pxPerMs, isFull } = lanes
  const count = lanes.bands.reduce((sum, band) => sum + band.lanes, 0)
  const leastMs = isFull ? RETURN_MS : SELDOM_MS
  const all = Array.from({ length: count }, (_, at) => at)

  const spotAt = (message: FlowMessage, lane: number, x: number, size: LaneSize): Spot => ({
    message,
    place: {
      x,
      y: laneTop(lanes, lane),
      width: size.width,
      height: laneHeight,
      natural: laneHeight,
      fit: size.fit,
      isSheet: false,
      lane: { at: lane, pxPerMs },
    },
  })

  const endsOf = (shown: readonly Shown[], nowMs: number): LaneEnd[] =>
    all.map((at) => {
      const ends = shown.filter(({ place }) => place.lane?.at === at).map((card) => leftAt(card, nowMs) + card.place.width)
      return { at, end: ends.length === 0 ? null : Math.max(...ends) }
    })

  const distance = (message: FlowMessage): number => gap + spread * jitterOf(message.key)

  const admit = ({ shown, queue, isHurried, nowMs }: Admission): readonly Spot[] | null => {
    // The lane that has been free for longest comes first; of lanes that are free alike, another one for each message.
    const ends = endsOf(shown, nowMs).sort(
      (a, b) => (a.end ?? 0) - (b.end ?? 0) || jitterOf(`${queue[0]?.key} ${a.at}`) - jitterOf(`${queue[0]?.key} ${b.at}`),
    )
    const room = Math.min(isHurried ? count : 1, MOST_PASSING - shown.length)
    const entering: Spot[] = []
    for (const { at, end } of ends) {
      const message = queue[entering.length]
      if (message === undefined || entering.length >= room) break
      if (end !== null && end + (isHurried ? gap : distance(message)) > width) continue
      entering.push(spotAt(message, at, width, ruler.sizeOf(message)))
    }
    return entering.length === 0 ? null : [...shown, ...entering]
  }

  /** The picture of another size goes on where it was. */
  const resized = (shown: readonly Shown[], nowMs: number): Spot[] =>
    shown.flatMap((card) => {
      const { place, message, shownAtMs } = card
      const scale = laneHeight / place.height
      if (place.lane === undefined || place.lane.at >= count || place.lane.pxPerMs === 0) return []
      if (scale === 1 && place.lane.pxPerMs === pxPerMs && place.y === laneTop(lanes, place.lane.at)) return [{ message, place }]
      const x = leftAt(card, nowMs) * scale + pxPerMs * (nowMs - shownAtMs)
      const fit = scaledFit(place.fit, scale)
      return [spotAt(message, place.lane.at, x, { width: place.width * scale, fit })]
    })

  /** The first picture is full of messages, each of which can still be read. */
  const filled = (messages: readonly FlowMessage[], shown: readonly Shown[], nowMs: number): Spot[] => {
    // A card that was on the screen keeps the time of its entry.
    const passed = new Map(shown.map(({ key, shownAtMs }) => [key, pxPerMs * (nowMs - shownAtMs)]))
    const next = new Map(all.map((at) => [at, lanes.fade * (1 + 3 * jitterOf(`lane ${at}`))]))
    // Few messages are spread over the screen, so that they do not leave it all at once.
    const step = messages.length < FEW_A_LANE * count ? width / messages.length : 0
    const spots: Spot[] = []
    for (const [at, message] of messages.slice(0, MOST_PASSING).entries()) {
      const [lane, from] = [...next].reduce((best, other) => (other[1] < best[1] ? other : best))
      if (from >= width) break
      const size = ruler.sizeOf(message)
      const x = Math.max(from, at * step, pxPerMs * readingTimeMs(message.content) - size.width)
      if (x >= width) continue
      spots.push(spotAt(message, lane, x + (passed.get(message.key) ?? 0), size))
      next.set(lane, x + size.width + distance(message))
    }
    return spots
  }

  return {
    holdsAll: false,
    settle: (messages, shown, nowMs) => {
      const going = resized(shown, nowMs)
      return going.length > 0 ? going : filled(messages, shown, nowMs)
    },
    admit,
    hasHole: () => false,
    // Few messages come one after the other, and not all at once with nothing behind them.
    pace: (messages) => ({ returnMs: Math.max(leastMs, (width / pxPerMs + REST_MS) / Math.max(1, messages)), restMs: REST_MS }),
    hasPassed: (card, nowMs) => card.place.lane !== undefined && leftAt(card, nowMs) + card.place.width <= 0,
  }
}

function scaledFit(fit: TextFit, scale: number): TextFit {
  const { photo, fontSize } = fit
  if (photo === undefined) return { ...fit, fontSize: fontSize * scale }
  return { ...fit, fontSize: fontSize * scale, photo: { ...photo, width: photo.width * scale, height: photo.height * scale } }
}
