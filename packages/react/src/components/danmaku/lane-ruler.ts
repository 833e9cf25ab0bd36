import type { FlowMessage } from '../wall/flow-message.ts'
import type { TextFit } from '../wall/text-fit.ts'

/** The width of a message with its name, in pixels, and how its text is set. */
export interface LaneSize {
  readonly width: number
  readonly fit: TextFit
  /** Lanes that it needs. */
  readonly lanes: number
}

/**
 * `large`: few messages fill the screen, each as large as its length allows. `usual`: on one line in one lane, a long one on two lines in two lanes. `close`: many
 * wait, and each one is in a single lane.
 */
export type Setting = 'large' | 'usual' | 'close'

/** Measures messages for lanes. */
export interface LaneRuler {
  /** At any width: a message passes. */
  sizeOf(message: FlowMessage, setting: Setting): LaneSize
  /** No wider than the screen, in as many lanes as it needs. */
  blockOf(message: FlowMessage, setting: Setting): LaneSize
}
