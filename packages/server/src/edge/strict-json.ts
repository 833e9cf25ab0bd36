/** Nesting beyond this is nobody's: the deepest body of Wire v1 has three levels. */
const MAX_DEPTH = 8

/** Why a text is not JSON that we take. */
export class NotStrictJson extends Error {
  override readonly name = 'NotStrictJson'
}

/**
 * `JSON.parse`, refusing what it lets pass: a key given twice (two readers would see two bodies), `__proto__` as a key, and
 * nesting that serves only to cost. Throws `NotStrictJson`.
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new NotStrictJson('not JSON')
  }
  refuseTwins(text)
  return value
}

/** Walks the tokens of a text that is known to be JSON. */
function refuseTwins(text: string): void {
  /** The keys of each open object; `null` for an open array. */
  const open: (Set<string> | null)[] = []
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
        isKeyNext = open.at(-1) instanceof Set
        break
      case '"': {
        const end = stringEnd(text, index)
        if (isKeyNext) addKey(open.at(-1) as Set<string>, JSON.parse(text.slice(index, end + 1)) as string)
        isKeyNext = false
        index = end
        break
      }
      default:
    }
    if (open.length > MAX_DEPTH) throw new NotStrictJson('nested too deep')
  }
}

function stringEnd(text: string, start: number): number {
  let end = start + 1
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return end
}

function addKey(keys: Set<string>, key: string): void {
  if (keys.has(key)) throw new NotStrictJson(`the key ${JSON.stringify(key)} stands twice`)
  if (key === '__proto__') throw new NotStrictJson('__proto__ is not a key')
  keys.add(key)
}
