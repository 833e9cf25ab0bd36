/** The deepest body of Wire v1 has three levels. */
const MAX_DEPTH = 8
/** Commas outside strings: the fullest body of Wire v1, a vote with its twenty options, has some fifty. */
const MAX_COMMAS = 128

/** The text is not JSON, or not strict. */
export class NotStrictJson extends Error {
  override readonly name = 'NotStrictJson'
}

/**
 * `JSON.parse` with more checks: no key twice (two readers would see different bodies), no key `__proto__`, limited nesting and a limited
 * number of members. The checks run first and stop at the first fault, so that thousands of keys or list items cost no allocation. Throws
 * `NotStrictJson`.
 */
export function parseStrictJson(text: string): unknown {
  refuseByTokens(text)
  try {
    return JSON.parse(text)
  } catch {
    throw new NotStrictJson('not JSON')
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Walks the tokens. It may accept text that is not JSON, because `JSON.parse` follows. */
function refuseByTokens(text: string): void {
  /** The keys of each open object; `null` for an open array. */
  const open: (Set<string> | null)[] = []
  let commas = 0
  let isKeyNext = false
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case OPEN_OBJECT:
        open.push(new Set())
        isKeyNext = true
        break
      case OPEN_ARRAY:
        open.push(null)
        isKeyNext = false
        break
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        open.pop()
        isKeyNext = false
        break
      case COMMA:
        commas += 1
        if (commas > MAX_COMMAS) throw new NotStrictJson('too many members')
        isKeyNext = open.at(-1) instanceof Set
        break
      case QUOTE: {
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

/** Finds the quote that ends the string: one after an even number of backslashes. */
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
  // Almost every key is spelt without an escape.
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted) as string
  } catch {
    throw new NotStrictJson('not JSON')
  }
}
