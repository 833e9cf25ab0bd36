/** A pure function of a text that remembers its results, at most so many: then it forgets all. For texts that come again and again, such as names. */
export function remembered<Result>(pure: (text: string) => Result, most: number): (text: string) => Result {
  const known = new Map<string, Result>()
  return (text) => {
    if (known.has(text)) return known.get(text) as Result
    if (known.size >= most) known.clear()
    const result = pure(text)
    known.set(text, result)
    return result
  }
}
