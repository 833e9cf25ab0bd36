import { breakParts, type Breaks } from './text-fit.ts'

/** A part of a text as it is set. */
export interface TextRun {
  readonly text: string
  /** A mark that Chinese sets closer to what follows. */
  readonly isMark: boolean
  /** A line may break before it. */
  readonly breaksBefore: boolean
}

/** A full-width mark with something behind it on its line. */
const MARKS = /([，、：；。！？])(?=[^\s，、：；。！？”’）》」』])/u

/** The runs of a text. The wall draws them, and `CardRuler` measures them. */
export function textRuns(text: string, breaks: Breaks): TextRun[] {
  const parts = breaks === 'words' ? breakParts(text) : [text]
  return parts.flatMap((part, at) =>
    withMarks(part, parts[at + 1]).map(([run, isMark], inPart) => ({ text: run, isMark, breaksBefore: at > 0 && inPart === 0 })),
  )
}

function withMarks(part: string, next = ''): (readonly [text: string, isMark: boolean])[] {
  const ahead = next.slice(0, 1)
  const pieces = `${part}${ahead}`.split(MARKS)
  pieces[pieces.length - 1] = (pieces[pieces.length - 1] ?? '').slice(0, -ahead.length || undefined)
  // Each second piece is what was split by.
  return pieces.map((piece, at) => [piece, at % 2 === 1] as const).filter(([piece]) => piece !== '')
}
