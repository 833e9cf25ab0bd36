import type { FlowMessage } from '../wall/flow-message.ts'
import type { TextFit } from '../wall/text-fit.ts'

/** The width of a message with its name, in pixels, and how its text is set. */
export interface LaneSize {
  readonly width: number
  readonly fit: TextFit
  /** Lanes that it needs; one, if it is not said. */
  readonly lanes?: number
}

/** Measures messages for lanes. */
export interface LaneRuler {
  /** In one lane, at any width: on one line, or on two smaller ones where one would be wider than the screen. */
  sizeOf(message: FlowMessage): LaneSize
  /** No wider than the screen, in as many lanes as it needs. */
  blockOf(message: FlowMessage): LaneSize
}
