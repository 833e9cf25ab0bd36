/** A rectangle on the wall, in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A card with its position on the wall. */
export interface Placed extends Box {
  readonly key: string
  /** The height of its content: it can be no lower on its way. Its own height if it is not said. */
  readonly least?: number
}

export interface Shift {
  readonly x: number
  readonly y: number
}

export const NO_SHIFT: Shift = { x: 0, y: 0 }

/** How a card comes to its place or leaves it. Times are of the scene's clock. */
export interface Motion {
  /**
   * `ride`: with the column below it, from above the wall. `slide`: beside cards that make room, as it becomes visible. `appear` and `leave`: at its place. `move`:
   * within its column. `reshape`: from its place in another picture, with the same lines. `remake`: so, with other lines. `stand`: it is at its place.
   */
  readonly kind: 'ride' | 'slide' | 'appear' | 'move' | 'reshape' | 'remake' | 'leave' | 'stand'
  /** The beginning of the change, the same for all its cards. */
  readonly atMs: number
  readonly delayMs: number
  /** Pixels from the place to the beginning of the way; none: it does not move. */
  readonly shift: Shift
  /** The box in which a card that gets another size begins. */
  readonly from?: Box
}

/** A card as the wall draws it. A card that cannot move to its next place leaves and enters again, with a new id. */
export interface SceneItem<Card extends Placed> {
  readonly id: string
  readonly card: Card
  readonly isLeaving: boolean
  /** The change with which it entered or left. */
  readonly count: number
  readonly motion: Motion
  /** Another face of a card is another number: its lines were set anew. */
  readonly face: number
  /** The face of before: it fades out while the card takes its new shape. */
  readonly before?: { readonly card: Card; readonly face: number }
  /** It has entered, is at its place and is seen from then on. */
  readonly standsAtMs: number
}

export const OUT_MS = 160
export const MOVE_MS = 400
export const IN_MS = 420
/** Cards move this long after the last leaving card is gone: a frame later. */
export const AFTER_OUT_MS = OUT_MS + 20
