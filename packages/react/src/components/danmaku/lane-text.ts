import { tieEmoji } from '../wall/emoji-runs.ts'

/** The text as a lane shows it: its lines one after another. */
export function laneText(content: string): string {
  return tieEmoji(content.trim()).replace(/\s*\n\s*/g, ' ')
}
