import type { FlowMessage } from './flow-message.ts'
import type { Layout, Place, Shown, Spot } from './layout.ts'
import { isLetter, readingTimeMs } from './reading-time.ts'

/** The time of a screen: what it shows, what waits, what returns. Bounded by the window of the log and by the longest backlog. */
export interface Flow {
  readonly shown: readonly Shown[]
  /** Not shown yet, oldest first. Kept here, because a burst can exceed the window of the log. */
  readonly waiting: readonly FlowMessage[]
  /** The last window of the log, oldest first. */
  readonly window: readonly FlowMessage[]
  /** Total number of shown messages, as the log counts them. */
  readonly total: number
  /** When each message of the window was last on the screen. */
  readonly lastShownMs: ReadonlyMap<string, number>
  readonly lastEntryMs: number
  readonly hasOpened: boolean
  /** The layout of the places. */
  readonly layout: Layout | null
  /** What a host had chosen when the picture was drawn; `null` before the first one. */
  readonly chosen: string | null
}

/** Time between two entries while several messages wait, so that readers can follow. A message that waits alone enters at once. */
const ENTRY_MS = 500
/** So many waiting messages are many. */
const HURRY_FROM_WAITING = 4
const CROWD_FROM_WAITING = 10
/** Interval at which an older message returns while no new one arrives, and the shorter one while a part of the screen is empty. */
const RETURN_MS = 7_000
const HOLE_MS = 1_200
/** A message does not return earlier than this after it left. */
const REST_MS = 20_000
/** A letter takes more of the screen and of the time than others do. */
const LETTER_RESTS = 6
/** A message that has returned stays so long, also where a new one waits. */
const RETURNED_MS = 2_000
/** The movement of an entry: reading begins after it. */
const ENTERS_MS = 600
/** A whole picture, or a column of one that shows all, changes no earlier than this after its last change: that one has been drawn by then (`motion.ts`). */
export const SETTLES_MS = 600
/** The flow looks at so many of the waiting messages; the cost of a look does not depend on the backlog. */
export const LOOK_AHEAD = 24
/** A letter makes room earlier for each other one that waits, but stays six seconds (P4). It returns when it is quiet. */
const LETTER_EARLIER_MS = 3_000
const LETTER_MS = 15_000
const SHORTEST_LETTER_MS = 6_000

export const EMPTY_FLOW: Flow = {
  shown: [],
  waiting: [],
  window: [],
  total: 0,
  lastShownMs: new Map(),
  lastEntryMs: Number.NEGATIVE_INFINITY,
  hasOpened: false,
  layout: null,
  chosen: null,
}

/** The next state. One message enters in a call, with others that fill its column; an empty screen is filled at once. Returns the same object when nothing changes. */
export function advance(before: Flow, layout: Layout, nowMs: number): Flow {
  const flow = withoutPassed(before, layout, nowMs)
  const sinceEntryMs = nowMs - flow.lastEntryMs
  const isOther = flow.layout !== layout
  if (isOther || layout.holdsAll) {
    if (!isOther && !hasNews(flow)) return flow
    const next = settled(flow, layout, nowMs)
    if (isOther && sinceEntryMs >= SETTLES_MS && next.waiting.length > 0) return entering(next, layout, nowMs) ?? next
    if (!isOther && isSamePicture(flow, next)) return flow
    return sinceEntryMs >= SETTLES_MS || (!isOther && keepsMoving(flow, next, nowMs)) ? next : flow
  }
  if (flow.shown.length === 0 && layout.hasPassed === undefined) return flow.window.length === 0 ? flow : settled(flow, layout, nowMs)
  if (flow.waiting.length > 0) {
    if (flow.waiting.length > 1 && sinceEntryMs < ENTRY_MS) return flow
    return entering(flow, layout, nowMs) ?? flow
  }
  if (sinceEntryMs < (layout.hasHole(flow.shown) ? HOLE_MS : paceOf(flow, layout).returnMs)) return flow
  return letReturn(flow, layout, nowMs, (card) => nowMs >= card.readAtMs) ?? flow
}

/** The picture that a host has chosen, at once. */
export function choose(flow: Flow, layout: Layout, chosen: string, nowMs: number): Flow {
  return { ...settled(withoutPassed(flow, layout, nowMs), layout, nowMs), chosen }
}

/** The next state while no message may enter by itself: a wall that shows all goes on to show all, and a screen of another size is filled again. */
export function advancePaused(flow: Flow, layout: Layout, nowMs: number): Flow {
  return layout.holdsAll || flow.layout !== layout ? advance(flow, layout, nowMs) : flow
}

/** The next message enters at once, also where it takes the place of one that is still being read. Returns the same object when there is none. */
export function stepOn(flow: Flow, layout: Layout, nowMs: number): Flow {
  if (layout.holdsAll || flow.layout !== layout) return advance(flow, layout, nowMs)
  const queue = flow.waiting.slice(0, LOOK_AHEAD)
  if (queue.length === 0) return letReturn(flow, layout, nowMs, () => true) ?? flow
  const spots = layout.admit({ shown: flow.shown, queue, spare: [], isFree: () => true, isHurried: false, isCrowded: false, nowMs })
  return spots === null ? flow : showing(flow, spots, nowMs)
}

/** The state without the messages that have passed over the screen. */
function withoutPassed(flow: Flow, layout: Layout, nowMs: number): Flow {
  const hasPassed = (card: Shown): boolean => layout.hasPassed?.(card, nowMs) === true
  if (!flow.shown.some(hasPassed)) return flow
  const lastShownMs = new Map(flow.lastShownMs)
  for (const { key } of flow.shown.filter(hasPassed)) lastShownMs.set(key, nowMs)
  return { ...flow, shown: flow.shown.filter((card) => !hasPassed(card)), lastShownMs }
}

/** Whether a wall that shows all has another message to show, or one less. */
function hasNews(flow: Flow): boolean {
  const shown = new Map(flow.shown.map((card) => [card.key, card.message]))
  return flow.shown.length !== flow.window.length || flow.window.some((message) => shown.get(message.key) !== message)
}

function isSamePicture({ shown: before }: Flow, { shown: after }: Flow): boolean {
  return before.length === after.length && after.every((card, at) => card === before[at])
}

/** Whether the next picture leaves alone the columns in which a card moves. */
function keepsMoving(before: Flow, after: Flow, nowMs: number): boolean {
  const moving = new Set(before.shown.filter(({ placedAtMs }) => nowMs - placedAtMs < SETTLES_MS).map(({ place }) => place.x))
  const places = new Map(before.shown.map(({ key, place }) => [key, place]))
  return after.shown.every(({ key, place }) => {
    const was = places.get(key)
    return isSamePlace(was, place) || !(moving.has(place.x) || (was !== undefined && moving.has(was.x)))
  })
}

function isSamePlace(one: Place | undefined, other: Place): boolean {
  return one?.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height
}

/** The first picture, or the one of a changed screen: what is shown stays as far as it has a place; then pinned messages, what waits, and the newest. */
function settled(flow: Flow, layout: Layout, nowMs: number): Flow {
  if (flow.window.length === 0 && flow.shown.length === 0) return { ...flow, layout }
  if (layout.holdsAll) return { ...showing(flow, layout.settle(flow.window, flow.shown, nowMs), nowMs), waiting: [], layout }
  const first = [...flow.shown.map(({ message }) => message), ...flow.waiting.slice(0, LOOK_AHEAD)]
  const known = new Set(first.map(({ key }) => key))
  const newestFirst = [...flow.window].reverse().filter(({ key }) => !known.has(key))
  const pinned = newestFirst.filter(({ isPinned }) => isPinned)
  const rest = newestFirst.filter(({ isPinned }) => !isPinned).slice(0, 2 * LOOK_AHEAD)
  return { ...showing(flow, layout.settle([...pinned, ...first, ...rest], flow.shown, nowMs), nowMs), layout }
}

/** The state in which a message that waits has entered; `null` while none has a place. */
function entering(flow: Flow, layout: Layout, nowMs: number): Flow | null {
  const { shown, waiting } = flow
  const queue = waiting.slice(0, LOOK_AHEAD)
  const spare = waiting.length < LOOK_AHEAD ? resting(flow, layout, nowMs) : []
  const isHurried = waiting.length >= HURRY_FROM_WAITING
  const isCrowded = waiting.length >= CROWD_FROM_WAITING
  const spots = layout.admit({ shown, queue, spare, isFree: freeAt(queue, nowMs), isHurried, isCrowded, nowMs })
  return spots === null ? null : showing(flow, spots, nowMs)
}

function letReturn(flow: Flow, layout: Layout, nowMs: number, isFree: (card: Shown) => boolean): Flow | null {
  const queue = resting(flow, layout, nowMs)
  if (queue.length === 0) return null
  const spots = layout.admit({ shown: flow.shown, queue, spare: [], isFree, isHurried: false, isCrowded: false, nowMs })
  return spots === null ? null : showing(flow, spots, nowMs)
}

/**
 * The messages of the window that may return: those not shown for longest first. One that this screen has not shown yet comes before them, the newest
 * first, and alone where no part of the screen is empty.
 */
function resting(flow: Flow, layout: Layout, nowMs: number): FlowMessage[] {
  const pace = paceOf(flow, layout)
  // An empty part of the screen is worse than a message that comes back early; the ones that left first come first.
  const hasRoom = layout.pace === undefined && (flow.shown.some(({ place }) => place.isSheet) || layout.hasHole(flow.shown))
  const restOf = ({ content }: FlowMessage): number => (isLetter(content) ? LETTER_RESTS * pace.restMs : hasRoom ? 0 : pace.restMs)
  const busy = new Set([...flow.shown.map((card) => card.key), ...flow.waiting.slice(-flow.window.length).map(({ key }) => key)])
  const seenMs = (message: FlowMessage): number => flow.lastShownMs.get(message.key) ?? Number.NEGATIVE_INFINITY
  const rested = flow.window.filter((message) => !busy.has(message.key) && nowMs - seenMs(message) >= restOf(message))
  const unseen = rested.filter((message) => !flow.lastShownMs.has(message.key))
  return (unseen.length > 0 && !hasRoom ? unseen : rested)
    .sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || compare(seenMs(a), seenMs(b)) || b.order - a.order)
    .slice(0, LOOK_AHEAD)
}

function paceOf({ window }: Flow, layout: Layout): { readonly returnMs: number; readonly restMs: number } {
  return layout.pace?.(window.length) ?? { returnMs: RETURN_MS, restMs: REST_MS }
}

/** No subtraction, because `-Infinity - -Infinity` is NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** Whether a card may leave for one of these messages: it was read, now or when it was here before. */
function freeAt(queue: readonly FlowMessage[], nowMs: number): (card: Shown) => boolean {
  const letters = queue.filter(({ content }) => isLetter(content)).length
  const letterMs = Math.max(SHORTEST_LETTER_MS, LETTER_MS - letters * LETTER_EARLIER_MS)
  return ({ readAtMs, shownAtMs, hasReturned, message }) =>
    nowMs >= readAtMs ||
    (hasReturned && nowMs >= shownAtMs + RETURNED_MS) ||
    (letters > 1 && isLetter(message.content) && nowMs >= shownAtMs + letterMs)
}

/**
 * The state with this picture. A card that was on the screen keeps its time; a message that waited waits no longer. The same picture, which was only measured again,
 * is no change.
 */
function showing(flow: Flow, spots: readonly Spot[], nowMs: number): Flow {
  const known = new Map(flow.shown.map((card) => [card.key, card]))
  const entered = new Set(spots.filter(({ message }) => !known.has(message.key)).map(({ message }) => message.key))
  const arrivedLate = new Set(
    flow.waiting
      .slice(0, LOOK_AHEAD * 2)
      .filter(({ key }) => entered.has(key))
      .map(({ key }) => key),
  )
  const shown = spots.map(({ message, place }): Shown => {
    const card = known.get(message.key)
    if (card !== undefined) {
      if (card.place === place && card.message === message) return card
      return { ...card, message, place, placedAtMs: isSamePlace(card.place, place) ? card.placedAtMs : nowMs }
    }
    const readAtMs = nowMs + ENTERS_MS + readingTimeMs(message.content, message.photo !== undefined)
    const isNew = arrivedLate.has(message.key)
    return {
      key: message.key,
      message,
      place,
      shownAtMs: nowMs,
      placedAtMs: nowMs,
      readAtMs,
      isNew,
      hasReturned: !isNew && flow.lastShownMs.has(message.key),
    }
  })
  const lastShownMs = new Map(flow.lastShownMs)
  for (const { key } of [...flow.shown, ...shown]) lastShownMs.set(key, nowMs)
  const inWindow = new Set(flow.window.map(({ key }) => key))
  for (const key of lastShownMs.keys()) if (!inWindow.has(key)) lastShownMs.delete(key)
  const waiting = arrivedLate.size === 0 ? flow.waiting : flow.waiting.filter(({ key }) => !arrivedLate.has(key))
  const isStill = shown.length === flow.shown.length && shown.every(({ key, place }) => isSamePlace(known.get(key)?.place, place))
  return { ...flow, shown, waiting, lastShownMs, lastEntryMs: isStill ? flow.lastEntryMs : nowMs }
}
