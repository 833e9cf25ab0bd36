/** Keeps the characters on both sides on one line. */
export const WORD_JOINER = '\u2060'

/** One emoji with everything that belongs to it, and the same one again: two to six of them. */
const RUN = /(\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*)\1{1,5}/gu

/** The text with each run of the same emoji tied together: 🎉🎉🎉 is not divided between two lines. */
export function tieEmoji(text: string): string {
  return text.replace(RUN, (run, one: string) => Array.from({ length: run.length / one.length }, () => one).join(WORD_JOINER))
}
