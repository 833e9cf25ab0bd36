import type { Flow } from './flow.ts'
import type { FlowMessage } from './flow-message.ts'
import type { Shown } from './layout.ts'

/** At one entry in 0.65 s this backlog lasts almost an hour. Beyond it the oldest are dropped. */
const MAX_WAITING = 5_000

/**
 * Applies a new window of the log. New messages wait; removed messages leave at once. The cost depends on the size of the window, and on the backlog only where a
 * message was taken away.
 */
export function applyWindow(flow: Flow, messages: readonly FlowMessage[], total: number): Flow {
  const before = new Map(flow.window.map((message) => [message.key, message]))
  const window = messages.map((message) => refreshed(before.get(message.key) ?? message, message))
  const present = new Map(window.map((message) => [message.key, message]))
  const arrived = window.filter((message) => !before.has(message.key))
  const oldest = oldestOrder(window)
  const left = flow.window.filter((message) => !present.has(message.key))
  const removed = left.filter((message) => !isTrimmed(message, oldest))
  // The total is lower than the window explains: a message before the window was removed. It is not known which one, so all of them leave.
  const hasHiddenRemoval = flow.hasOpened && total < flow.total + arrived.length - removed.length
  const stays = (message: FlowMessage): boolean => present.has(message.key) || (!hasHiddenRemoval && isTrimmed(message, oldest))
  const shown = flow.shown.filter((card) => stays(card.message)).map((card) => refresh(card, present.get(card.key)))
  const kept = removed.length > 0 || hasHiddenRemoval ? flow.waiting.filter(stays) : flow.waiting
  return {
    ...flow,
    window,
    total,
    hasOpened: true,
    shown: shown.length === flow.shown.length && shown.every((card, at) => card === flow.shown[at]) ? flow.shown : shown,
    waiting: flow.hasOpened ? pinnedFirst(withArrived(kept, [...arrived, ...newlyPinned(window, before)], present, shown), window) : kept,
    lastShownMs: left.length === 0 ? flow.lastShownMs : new Map([...flow.lastShownMs].filter(([key]) => present.has(key))),
  }
}

/** A message that was pinned while it is not on the screen comes once more. */
function newlyPinned(window: readonly FlowMessage[], before: ReadonlyMap<string, FlowMessage>): FlowMessage[] {
  return window.filter((message) => message.isPinned && before.get(message.key)?.isPinned === false)
}

/** Pinned messages that wait are the next ones: a host has chosen them. There are few, so a look at the window says whether there is one. */
function pinnedFirst(waiting: readonly FlowMessage[], window: readonly FlowMessage[]): readonly FlowMessage[] {
  const pinned = new Set(window.filter(({ isPinned }) => isPinned).map(({ key }) => key))
  if (pinned.size === 0) return waiting
  const first = waiting.filter(({ key }) => pinned.has(key))
  if (first.every((message, at) => message === waiting[at])) return waiting
  return [...first, ...waiting.filter(({ key }) => !pinned.has(key))]
}

/** The end of the waiting messages overlaps the window; only there a message can have changed. */
function withArrived(
  waiting: readonly FlowMessage[],
  arrived: readonly FlowMessage[],
  present: ReadonlyMap<string, FlowMessage>,
  shown: readonly Shown[],
): readonly FlowMessage[] {
  const from = Math.max(0, waiting.length - present.size)
  const end = waiting.slice(from).map((message) => refreshed(message, present.get(message.key)))
  const isUnchanged = end.every((message, at) => message === waiting[from + at])
  const busy = new Set([...shown.map((card) => card.key), ...end.map((message) => message.key)])
  const more = arrived.filter((message) => !busy.has(message.key))
  if (isUnchanged && more.length === 0) return waiting
  return [...waiting.slice(0, from), ...end, ...more].slice(-MAX_WAITING)
}

function refresh(card: Shown, message: FlowMessage | undefined): Shown {
  const next = refreshed(card.message, message)
  return next === card.message ? card : { ...card, message: next }
}

/** The known object, unless something that is drawn has changed. */
function refreshed(known: FlowMessage, next: FlowMessage | undefined): FlowMessage {
  if (next === undefined) return known
  const isSame =
    next.content === known.content && next.name === known.name && next.isPinned === known.isPinned && next.order === known.order
  return isSame ? known : next
}

/** The order of the oldest message in the window. An older message was trimmed from the window and is still on the wall. */
function oldestOrder(window: readonly FlowMessage[]): number {
  return window.find((message) => !message.isPinned)?.order ?? Number.NEGATIVE_INFINITY
}

function isTrimmed(message: FlowMessage, oldest: number): boolean {
  return message.order < oldest
}
