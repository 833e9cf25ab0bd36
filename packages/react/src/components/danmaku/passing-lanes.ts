import type { FlowMessage } from '../wall/flow-message.ts'
import type { Admission, Layout, Shown, Spot } from '../wall/layout.ts'
import { readingTimeMs } from '../wall/reading-time.ts'
import type { TextFit } from '../wall/text-fit.ts'
import { jitterOf, type Lanes, laneTop, laneWidth, leftAt, startsFor } from './lanes.ts'
import type { LaneRuler, LaneSize, Setting } from './lane-ruler.ts'

/** A screen's report names so many messages. */
export const MOST_PASSING = 80
/** While it is quiet, older messages return at this pace at most, and seldom on a screen that is not to be full; each one after a rest. */
const RETURN_MS = 1_200
const SELDOM_MS = 7_000
/** Fewer messages than this in each lane do not fill the screen. */
const FEW_A_LANE = 2
const REST_MS = 6_000

/** Where each lane ends: no later message begins before that. */
type Ends = readonly number[]

/**
 * Messages that pass over the screen from the right to the left. A lane is a tape: all that is on it moves at one speed, so two messages that are apart when
 * the second one enters are apart for ever. A message enters at the right end of its lanes, where all of them are free.
 */
export function passingLanes(lanes: Lanes, ruler: LaneRuler, setting: Setting = 'usual'): Layout {
  const { width, laneHeight, gap, spread, pxPerMs, isFull } = lanes
  const count = lanes.bands.reduce((sum, band) => sum + band.lanes, 0)
  const leastMs = isFull ? RETURN_MS : SELDOM_MS
  const all = Array.from({ length: count }, (_, at) => at)

  const spotAt = (message: FlowMessage, at: number, x: number, size: LaneSize): Spot => {
    const height = size.lanes * laneHeight
    const lane = { at, lanes: size.lanes, pxPerMs }
    return { message, place: { x, y: laneTop(lanes, at), width: size.width, height, natural: height, fit: size.fit, isSheet: false, lane } }
  }

  const endsOf = (shown: readonly Shown[], nowMs: number): Ends =>
    all.map((at) =>
      Math.max(Number.NEGATIVE_INFINITY, ...shown.filter((card) => isIn(card, at)).map((card) => leftAt(card, nowMs) + card.place.width)),
    )

  const distance = (message: FlowMessage): number => gap + spread * jitterOf(message.key)

  /** The lanes that have been free for longest; of those that are free alike, others for each message. */
  const freest = (message: FlowMessage, { lanes: needed }: LaneSize, ends: Ends): { readonly at: number; readonly end: number } => {
    const places = startsFor(lanes, needed).map((at) => ({ at, end: Math.max(...ends.slice(at, at + needed)) }))
    const late = (place: { readonly at: number; readonly end: number }): number => place.end - laneWidth(lanes, place.at)
    const [first] = places.sort(
      (a, b) => compare(late(a), late(b)) || jitterOf(`${message.key} ${a.at}`) - jitterOf(`${message.key} ${b.at}`),
    )
    return first ?? { at: 0, end: Number.POSITIVE_INFINITY }
  }

  const taken = (ends: Ends, at: number, { lanes: needed }: LaneSize, end: number): Ends =>
    ends.map((each, lane) => (lane >= at && lane < at + needed ? end : each))

  const admit = ({ shown, queue, isHurried, nowMs }: Admission): readonly Spot[] | null => {
    const room = Math.min(isHurried ? count : 1, MOST_PASSING - shown.length)
    const entering: Spot[] = []
    let ends = endsOf(shown, nowMs)
    for (const message of queue.slice(0, room)) {
      const size = ruler.sizeOf(message, isHurried ? 'close' : setting)
      const { at, end } = freest(message, size, ends)
      const edge = laneWidth(lanes, at)
      if (end + (isHurried ? gap : distance(message)) > edge) break
      entering.push(spotAt(message, at, edge, size))
      ends = taken(ends, at, size, edge + size.width)
    }
    return entering.length === 0 ? null : [...shown, ...entering]
  }

  /** The picture of another size goes on where it was. */
  const resized = (shown: readonly Shown[], nowMs: number): Spot[] =>
    shown.flatMap((card) => {
      const { place, message, shownAtMs } = card
      const { lane } = place
      if (lane === undefined || lane.pxPerMs === 0 || !startsFor(lanes, lane.lanes).includes(lane.at)) return []
      const scale = (laneHeight * lane.lanes) / place.height
      if (scale === 1 && lane.pxPerMs === pxPerMs && place.y === laneTop(lanes, lane.at)) return [{ message, place }]
      const x = leftAt(card, nowMs) * scale + pxPerMs * (nowMs - shownAtMs)
      return [spotAt(message, lane.at, x, { width: place.width * scale, fit: scaledFit(place.fit, scale), lanes: lane.lanes })]
    })

  /** The first picture is full of messages, each of which can still be read. */
  const filled = (messages: readonly FlowMessage[], shown: readonly Shown[], nowMs: number): Spot[] => {
    // A card that was on the screen keeps the time of its entry.
    const passed = new Map(shown.map(({ key, shownAtMs }) => [key, pxPerMs * (nowMs - shownAtMs)]))
    let next: Ends = all.map((at) => lanes.fade * (1 + 3 * jitterOf(`lane ${at}`)))
    // Few messages are spread over the screen, so that they do not leave it all at once.
    const step = messages.length < FEW_A_LANE * count ? width / messages.length : 0
    const spots: Spot[] = []
    for (const [index, message] of messages.slice(0, MOST_PASSING).entries()) {
      const size = ruler.sizeOf(message, setting)
      const { at, end: from } = freest(message, size, next)
      if (next.every((end, lane) => end >= laneWidth(lanes, lane))) break
      const x = Math.max(from, index * step, pxPerMs * readingTimeMs(message.content) - size.width)
      // In a lane that ends before the stage does, nothing begins beyond that end.
      const edge = laneWidth(lanes, at)
      if (x >= edge || (edge < width && x + size.width > edge)) continue
      spots.push(spotAt(message, at, x + (passed.get(message.key) ?? 0), size))
      next = taken(next, at, size, x + size.width + distance(message))
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

function isIn({ place: { lane } }: Shown, at: number): boolean {
  return lane !== undefined && at >= lane.at && at < lane.at + lane.lanes
}

/** No subtraction, because `-Infinity - -Infinity` is NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function scaledFit(fit: TextFit, scale: number): TextFit {
  const { photo, fontSize } = fit
  if (photo === undefined) return { ...fit, fontSize: fontSize * scale }
  return { ...fit, fontSize: fontSize * scale, photo: { ...photo, width: photo.width * scale, height: photo.height * scale } }
}
