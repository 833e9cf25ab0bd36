/** A part of a text. `isMarked`: a rule is about it. */
export interface TextPart {
  readonly text: string
  readonly isMarked: boolean
}

/** Cuts a text at the first place of each of the words. Words that are not in it, or overlap another, mark nothing. */
export function markText(text: string, words: readonly string[]): TextPart[] {
  const places = words
    .flatMap((word) => {
      const at = word === '' ? -1 : text.indexOf(word)
      return at < 0 ? [] : [{ at, end: at + word.length }]
    })
    .sort((left, right) => left.at - right.at || right.end - left.end)
  const parts: TextPart[] = []
  let done = 0
  for (const { at, end } of places) {
    if (at < done) continue
    if (at > done) parts.push({ text: text.slice(done, at), isMarked: false })
    parts.push({ text: text.slice(at, end), isMarked: true })
    done = end
  }
  if (done < text.length) parts.push({ text: text.slice(done), isMarked: false })
  return parts
}
