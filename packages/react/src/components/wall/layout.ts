import type { FlowMessage } from './flow-message.ts'
import type { TextFit } from './text-fit.ts'

/** The place of a card on the wall, in pixels. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The height of the card's content alone. */
  readonly natural: number
  readonly fit: TextFit
  /** A sheet over several columns. */
  readonly isSheet: boolean
  /** Its author is on one line, because it is low. */
  readonly isLow?: boolean
  /** The only message of the screen, large and without a card around it. */
  readonly isLarge?: boolean
  /** One of few: a card with its author below the middle. */
  readonly isFew?: boolean
  /** The sizes of its text and its card, as a multiple of the usual ones; 1 if it is not said. */
  readonly scale?: number
  /** The lane of a danmaku. */
  readonly lane?: LanePlace
}

/** `at`: the first lane that a message uses, from the top, of `lanes`. `pxPerMs`: the speed to the left; 0: the message stands. */
export interface LanePlace {
  readonly at: number
  readonly lanes: number
  readonly pxPerMs: number
}

/** A message with its place. */
export interface Spot {
  readonly message: FlowMessage
  readonly place: Place
}

/** A message on the screen. */
export interface Shown extends Spot {
  readonly key: string
  readonly shownAtMs: number
  /** Since then it is on its way to its place, or stands there. */
  readonly placedAtMs: number
  /** It was read by then, and may leave. */
  readonly readAtMs: number
  /** It arrived while the wall was open. Its edge is gold for a moment. */
  readonly isNew: boolean
  /** It was on this screen before. It may leave for a message that was not, also before it is read again. */
  readonly hasReturned: boolean
}

/** A request to let a message enter. */
export interface Admission {
  readonly shown: readonly Shown[]
  /** The next messages, the first one first. It may be overtaken while it has no place, and is never kept from the place that is free for it first. */
  readonly queue: readonly FlowMessage[]
  /** Messages that may come along where the queue leaves a place empty. */
  readonly spare: readonly FlowMessage[]
  /** Whether a card may leave now. */
  readonly isFree: (card: Shown) => boolean
  /** Many messages wait: as many as possible are to enter. */
  readonly isHurried: boolean
  /** So many wait that smaller cards are better than later ones. */
  readonly isCrowded: boolean
  readonly nowMs: number
}

/** Gives messages their places. Its only time is that of a request. */
export interface Layout {
  /** Shows every message of the wall at once: nothing waits and nothing returns. */
  readonly holdsAll: boolean
  /** While it is quiet, an older message returns so long after the last entry, and so long after it left; the usual times of a wall, if they are not said. */
  pace?(messages: number): { readonly returnMs: number; readonly restMs: number }
  /** The first picture, or the picture of a changed screen: as many of the messages as have a place, the first ones before the others. */
  settle(messages: readonly FlowMessage[], shown: readonly Shown[], nowMs: number): readonly Spot[]
  /** The picture with the next message that can enter; `null` while there is no place for one. */
  admit(request: Admission): readonly Spot[] | null
  /** Where it shows every message: whether each of these has a place. */
  holds?(messages: readonly FlowMessage[]): boolean
  /** Whether a part of the screen is empty. */
  hasHole(shown: readonly Shown[]): boolean
  /** Where messages pass over the screen: whether this one is gone. Such a screen may be empty for a while. */
  hasPassed?(card: Shown, nowMs: number): boolean
}
