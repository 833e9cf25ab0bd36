import { countGraphemes } from '@guestwall/protocol'
import { last } from '../shared/last.ts'
import { type LaidCard, shortestColumn, stackCards } from './masonry.ts'
import type { TextFit } from './text-fit.ts'

/** A message as input of the flow. */
export interface FlowMessage {
  readonly key: string
  /** The message's event id, which orders the log. */
  readonly order: number
  readonly name: string
  readonly content: string
  readonly isPinned: boolean
}

/** Size and text layout of a message's card in the current geometry. */
export interface CardSize {
  readonly span: number
  readonly height: number
  readonly fit: TextFit
  /** Number of lines to which a text is clamped that exceeds the wall; else `null`. */
  readonly mostLines: number | null
}

/** A message on the screen. */
export interface StageCard extends LaidCard, CardSize {
  readonly message: FlowMessage
  readonly shownAtMs: number
  /** It arrived while the wall was open. Its edge is gold for a moment. */
  readonly isNew: boolean
}

/** The shown and waiting messages, and the state to order them. Bounded by the window of the log and by `MAX_WAITING`. */
export interface Flow {
  /** Top first. */
  readonly stage: readonly StageCard[]
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
}

/** The available space, and the size of a card in it. */
export interface Room {
  readonly columns: number
  readonly gap: number
  readonly height: number
  sizeOf(message: FlowMessage): CardSize
}

/** 40 characters stay six seconds (P4). */
const READ_MS_PER_GRAPHEME = 150
const SHORTEST_READ_MS = 3_000
/** Time between two entries, so that readers can follow. Shorter while many messages wait. */
const ENTRY_MS = 1_200
const HURRIED_ENTRY_MS = 650
const HURRY_FROM_WAITING = 6
/** Interval at which an older message returns while no new one arrives. */
const RETURN_MS = 7_000
/** A message does not return earlier than this after it left. */
const REST_MS = 20_000
/** At one entry in 0.65 s this backlog lasts almost an hour. Beyond it the oldest are dropped. */
const MAX_WAITING = 5_000
/** Pinned cards keep their position while they use no more than this part of the height. */
const MAX_PINNED_PART = 0.45

export const EMPTY_FLOW: Flow = {
  stage: [],
  waiting: [],
  window: [],
  total: 0,
  lastShownMs: new Map(),
  lastEntryMs: Number.NEGATIVE_INFINITY,
  hasOpened: false,
}

/** How long a message stays at least once it is shown. */
export function readingTimeMs(content: string): number {
  return Math.max(SHORTEST_READ_MS, countGraphemes(content) * READ_MS_PER_GRAPHEME)
}

/** Applies a new window of the log. New messages wait; removed messages leave at once. */
export function applyWindow(flow: Flow, window: readonly FlowMessage[], total: number): Flow {
  const present = new Map(window.map((message) => [message.key, message]))
  const known = new Set([...flow.window, ...flow.waiting, ...flow.stage.map((card) => card.message)].map((message) => message.key))
  const arrived = window.filter((message) => !known.has(message.key))
  const oldest = oldestOrder(window)
  const left = flow.window.filter((message) => !present.has(message.key))
  const removed = left.filter((message) => !isTrimmed(message, oldest))
  // The total is lower than the window explains: a message before the window was removed. It is not known which one, so all of them leave.
  const hasHiddenRemoval = total < flow.total + arrived.length - removed.length
  const stays = (message: FlowMessage): boolean => present.has(message.key) || (!hasHiddenRemoval && isTrimmed(message, oldest))
  const waiting = [...flow.waiting, ...(flow.hasOpened ? arrived : [])].filter(stays).map((message) => present.get(message.key) ?? message)
  return {
    ...flow,
    window,
    total,
    hasOpened: true,
    stage: flow.stage.filter((card) => stays(card.message)).map((card) => refresh(card, present.get(card.key))),
    waiting: waiting.slice(-MAX_WAITING),
    lastShownMs: new Map([...flow.lastShownMs].filter(([key]) => present.has(key))),
  }
}

function refresh(card: StageCard, message: FlowMessage | undefined): StageCard {
  return message === undefined || message === card.message ? card : { ...card, message }
}

/** The order of the oldest message in the window. An older message was trimmed from the window and is still on the wall. */
function oldestOrder(window: readonly FlowMessage[]): number {
  return window.find((message) => !message.isPinned)?.order ?? Number.NEGATIVE_INFINITY
}

function isTrimmed(message: FlowMessage, oldest: number): boolean {
  return message.order < oldest
}

/** Lays out all cards again after the room changed. Cards keep their order, and their columns where possible; cards that do not fit are dropped. */
export function resettle(flow: Flow, before: Room | null, room: Room): Flow {
  const hasSameColumns = before !== null && before.columns === room.columns
  let stage: StageCard[] = []
  for (const card of flow.stage) {
    const size = room.sizeOf(card.message)
    const stays = hasSameColumns && size.span === card.span
    const column = stays ? card.column : shortestColumn(stackCards(stage, room.columns, room.gap).ends, size.span)
    stage = [...stage, { ...card, ...size, column }]
  }
  return { ...flow, stage: withinRoom(stage, room).stage }
}

/** The next state. At most one message enters in a call; an empty wall is filled at once. Returns the same object when nothing changes. */
export function advance(flow: Flow, room: Room, nowMs: number): Flow {
  if (room.height <= 0) return flow
  if (flow.stage.length === 0 && flow.window.length > 0 && flow.waiting.length === 0) return fill(flow, room, nowMs)
  const wait = flow.waiting.length > HURRY_FROM_WAITING ? HURRIED_ENTRY_MS : ENTRY_MS
  if (flow.waiting.length > 0 && nowMs - flow.lastEntryMs >= wait) return enterWaiting(flow, room, nowMs) ?? flow
  if (flow.waiting.length > 0) return flow
  const filled = appendResting(flow, room, nowMs)
  if (filled !== null) return filled
  return nowMs - flow.lastEntryMs >= RETURN_MS ? (enterResting(flow, room, nowMs) ?? flow) : flow
}

/** The next state while no message may enter by itself: only a wall that has shown nothing yet is filled. */
export function advancePaused(flow: Flow, room: Room, nowMs: number): Flow {
  return flow.lastEntryMs === Number.NEGATIVE_INFINITY ? advance(flow, room, nowMs) : flow
}

/** The next message enters at once, also where it takes the place of one that is still being read. Returns the same object when there is none. */
export function stepOn(flow: Flow, room: Room, nowMs: number): Flow {
  const [next = resting(flow, nowMs)[0]] = flow.waiting
  if (next === undefined || room.height <= 0) return flow
  const stage = insertCard(flow.stage, next, room, nowMs, flow.waiting.includes(next), Number.POSITIVE_INFINITY)
  return stage === null ? flow : entered({ ...flow, waiting: flow.waiting.filter((other) => other !== next) }, stage, nowMs)
}

/** The first state: pinned messages, then the newest first, as many as fit without a cut. */
function fill(flow: Flow, room: Room, nowMs: number): Flow {
  let stage: StageCard[] = []
  const newestFirst = [...flow.window].reverse()
  for (const message of [...newestFirst.filter((each) => each.isPinned), ...newestFirst.filter((each) => !each.isPinned)]) {
    stage = appendCard(stage, message, room, nowMs, false) ?? stage
  }
  return entered(flow, stage, nowMs)
}

function enterWaiting(flow: Flow, room: Room, nowMs: number): Flow | null {
  const [first] = flow.waiting
  if (first === undefined) return null
  const stage = insertCard(flow.stage, first, room, nowMs, true)
  if (stage !== null) return entered({ ...flow, waiting: flow.waiting.slice(1) }, stage, nowMs)
  // Every column is still being read. A later, shorter message may fit below the cards; the first one keeps its position in the queue.
  for (const message of flow.waiting) {
    const below = appendCard(flow.stage, message, room, nowMs, true)
    if (below !== null) return entered({ ...flow, waiting: flow.waiting.filter((other) => other !== message) }, below, nowMs)
  }
  return null
}

/** Fills the space below a column with a message that has not been shown for a while. */
function appendResting(flow: Flow, room: Room, nowMs: number): Flow | null {
  const { ends } = stackCards(flow.stage, room.columns, room.gap)
  for (const message of resting(flow, nowMs)) {
    const stage = appendCard(flow.stage, message, room, nowMs, false, ends)
    if (stage !== null) return { ...entered(flow, stage, nowMs), lastEntryMs: flow.lastEntryMs }
  }
  return null
}

function enterResting(flow: Flow, room: Room, nowMs: number): Flow | null {
  for (const message of resting(flow, nowMs)) {
    const stage = insertCard(flow.stage, message, room, nowMs, false)
    if (stage !== null) return entered(flow, stage, nowMs)
  }
  return null
}

/** Messages of the window that are not shown: those not shown for longest first; among those never shown, newer before older. */
function resting(flow: Flow, nowMs: number): FlowMessage[] {
  const busy = new Set([...flow.stage.map((card) => card.key), ...flow.waiting.map((message) => message.key)])
  const seenMs = (message: FlowMessage): number => flow.lastShownMs.get(message.key) ?? Number.NEGATIVE_INFINITY
  return flow.window
    .filter((message) => !busy.has(message.key) && nowMs - seenMs(message) >= REST_MS)
    .sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || compare(seenMs(a), seenMs(b)) || b.order - a.order)
}

/** No subtraction, because `-Infinity - -Infinity` is NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function entered(flow: Flow, stage: readonly StageCard[], nowMs: number): Flow {
  const lastShownMs = new Map(flow.lastShownMs)
  for (const card of [...flow.stage, ...stage]) lastShownMs.set(card.key, nowMs)
  const inWindow = new Set(flow.window.map((message) => message.key))
  return {
    ...flow,
    stage,
    lastEntryMs: nowMs,
    lastShownMs: new Map([...lastShownMs].filter(([key]) => inWindow.has(key))),
  }
}

/** Adds a message below the shortest column, if it fits without a cut. `ends`: the ends of the stage's columns. */
function appendCard(
  stage: readonly StageCard[],
  message: FlowMessage,
  room: Room,
  nowMs: number,
  isNew: boolean,
  ends = stackCards(stage, room.columns, room.gap).ends,
): StageCard[] | null {
  const size = room.sizeOf(message)
  const column = shortestColumn(ends, size.span)
  const end = Math.max(...ends.slice(column, column + size.span))
  if ((end === 0 ? 0 : end + room.gap) + size.height > room.height) return null
  return [...stage, { key: message.key, message, shownAtMs: nowMs, isNew, column, ...size }]
}

/** Adds a message on top of the column whose last cards were shown longest; `null` while every column is still being read. `readAtMs`: the moment at which the cards that leave must have been read. */
function insertCard(
  stage: readonly StageCard[],
  message: FlowMessage,
  room: Room,
  nowMs: number,
  isNew: boolean,
  readAtMs = nowMs,
): StageCard[] | null {
  const card: StageCard = { key: message.key, message, shownAtMs: nowMs, isNew, column: 0, ...room.sizeOf(message) }
  const { holding, rest } = splitHolding(stage, room)
  const beside = insertBelow(holding, card, rest, room, readAtMs)
  // A card that is too high to fit below the pinned ones replaces them for a while, so that no message is dropped.
  return beside === 'tooHigh' ? stageOrNull(insertBelow([], card, stage, room, readAtMs)) : stageOrNull(beside)
}

function stageOrNull(result: StageCard[] | 'tooHigh' | 'beingRead'): StageCard[] | null {
  return typeof result === 'string' ? null : result
}

function insertBelow(
  holding: readonly StageCard[],
  card: StageCard,
  rest: readonly StageCard[],
  room: Room,
  readAtMs: number,
): StageCard[] | 'tooHigh' | 'beingRead' {
  let best: StageCard[] | null = null
  let bestCost = Number.POSITIVE_INFINITY
  let fitsSomewhere = false
  for (let column = 0; column + card.span <= room.columns; column += 1) {
    const placed = { ...card, column }
    const order = card.message.isPinned ? [placed, ...holding, ...rest] : [...holding, placed, ...rest]
    const { stage, gone } = withinRoom(order, room)
    if (gone.some((each) => each === placed || holding.includes(each))) continue
    fitsSomewhere = true
    if (gone.some((each) => readAtMs - each.shownAtMs < readingTimeMs(each.message.content))) continue
    const cost = costOf(gone, stage, column, card.span, room)
    if (cost < bestCost) {
      best = stage
      bestCost = cost
    }
  }
  return best ?? (fitsSomewhere ? 'beingRead' : 'tooHigh')
}

/** Splits off the pinned cards that keep their position: as many as leave room for the others. */
function splitHolding(stage: readonly StageCard[], room: Room): { holding: StageCard[]; rest: StageCard[] } {
  const holding: StageCard[] = []
  const rest: StageCard[] = []
  for (const card of stage) {
    const ends = stackCards([...holding, card], room.columns, room.gap).ends
    const holds = card.message.isPinned && Math.max(...ends) <= room.height * MAX_PINNED_PART
    ;(holds ? holding : rest).push(card)
  }
  return { holding, rest }
}

/** Prefers the column that pushes out no card, then the one whose leaving cards were shown longest ago, then the shortest. */
function costOf(gone: readonly StageCard[], next: readonly StageCard[], column: number, span: number, room: Room): number {
  const ends = stackCards(next, room.columns, room.gap).ends
  const end = Math.max(...ends.slice(column, column + span))
  const newestGoneMs = gone.reduce((latest, card) => Math.max(latest, card.shownAtMs), 0)
  return newestGoneMs + end / (room.height + 1)
}

/** Drops every card that the edge would cut. */
function withinRoom(cards: readonly StageCard[], room: Room): { stage: StageCard[]; gone: StageCard[] } {
  const stage: StageCard[] = []
  const gone: StageCard[] = []
  for (const card of cards) {
    const { placed } = stackCards([...stage, card], room.columns, room.gap)
    const top = last(placed)?.top ?? 0
    // A tolerance of half a pixel for sums of fractions.
    ;(top + card.height > room.height + 0.5 ? gone : stage).push(card)
  }
  return { stage, gone }
}
