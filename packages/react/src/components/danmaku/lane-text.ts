import { tieEmoji } from '../wall/emoji-runs.ts'
import type { Breaks } from '../wall/text-fit.ts'

/** The text as a lane shows it: its lines one after another. */
export function laneText(content: string): string {
  return tieEmoji(content.trim()).replace(/\s*\n\s*/g, ' ')
}

/** Where a text of several lines breaks: Chinese between its words. */
export function laneBreaks(text: string): Breaks {
  return /\p{Script=Han}/u.test(text) ? 'words' : 'anywhere'
}
