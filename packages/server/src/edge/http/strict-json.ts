/** Nesting beyond this is nobody's: the deepest body of Wire v1 has three levels. */
const MAX_DEPTH = 8
/** Commas outside strings: the fullest body of Wire v1, a vote with its twenty options, has some fifty. */
const MAX_COMMAS = 128

/** Why a text is not JSON that we take. */
export class NotStrictJson extends Error {
  override readonly name = 'NotStrictJson'
}

/**
 * `JSON.parse`, refusing what it lets pass: a key given twice (two readers would see two bodies), `__proto__` as a key, nesting and numbers
 * of members that serve only to cost. These are looked for first, and the looking ends at the first that is found: thousands of keys or of
 * list items are refused before anything is made of them, whatever schema would follow. Throws `NotStrictJson`.
 */
export function parseStrictJson(text: string): unknown {
  refuseByTokens(text)
  try {
    return JSON.parse(text)
  } catch {
    throw new NotStrictJson('not JSON')
  }
}

/** Walks the tokens. What is not JSON it may let pass: `JSON.parse` comes after it. */
function refuseByTokens(text: string): void {
  /** The keys of each open object; `null` for an open array. */
  const open: (Set<string> | null)[] = []
  let commas = 0
  let isKeyNext = false
  for (let index = 0; index < text.length; index += 1) {
    switch (text[index]) {
      case '{':
        open.push(new Set())
        isKeyNext = true
        break
      case '[':
        open.push(null)
        isKeyNext = false
        break
      case '}':
      case ']':
        open.pop()
        isKeyNext = false
        break
      case ',':
        commas += 1
        if (commas > MAX_COMMAS) throw new NotStrictJson('too many members')
        isKeyNext = open.at(-1) instanceof Set
        break
      case '"': {
        const end = stringEnd(text, index)
        const keys = open.at(-1)
        if (isKeyNext && keys instanceof Set) addKey(keys, text.slice(index, end + 1))
        isKeyNext = false
        index = end
        break
      }
      default:
    }
    if (open.length > MAX_DEPTH) throw new NotStrictJson('nested too deep')
  }
}

/** The quote that ends the string: one before which an even number of backslashes stands. */
function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text[end - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return end
  }
  throw new NotStrictJson('not JSON')
}

function addKey(keys: Set<string>, quoted: string): void {
  const key = keyOf(quoted)
  if (keys.has(key)) throw new NotStrictJson(`the key ${JSON.stringify(key)} stands twice`)
  if (key === '__proto__') throw new NotStrictJson('__proto__ is not a key')
  keys.add(key)
}

function keyOf(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    throw new NotStrictJson('not JSON')
  }
}
