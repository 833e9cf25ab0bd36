/** English as a longer language would be, to see which screen breaks: accents, brackets around each text, and two fifths more letters. */
export const PSEUDO_LANGUAGE = 'en-XA'

const LONGER = 1.4
const ACCENTED: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ó',
  s: 'š',
  u: 'ü',
  y: 'ý',
  A: 'Á',
  C: 'Ç',
  E: 'É',
  I: 'Í',
  N: 'Ñ',
  O: 'Ó',
  S: 'Š',
  U: 'Ü',
}
const VOWELS = /[áéíóü]/g
/** Of words as long as a language’s usual ones: a line has to break between them. */
const FILLER = ' lörem ipšüm dólór šít ámét ñóñ'

/** Keys whose values are not texts of a screen. */
const CONTENT = /^locale$|Example$/

/** A catalog, or a part of one, with every text of it lengthened; also what its functions answer. Lists, examples and the tag of a locale stay. */
export function pseudo<Part>(part: Part): Part {
  return lengthened(part) as Part
}

function lengthened(part: unknown): unknown {
  if (typeof part === 'string') return longer(part)
  if (typeof part === 'function')
    return (...given: readonly unknown[]) => answer((part as (...given: readonly unknown[]) => unknown)(...given))
  if (Array.isArray(part) || typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, CONTENT.test(key) ? value : lengthened(value)]))
}

function answer(given: unknown): unknown {
  return Array.isArray(given) ? given.map(lengthened) : lengthened(given)
}

/** Numbers and spaces have no words. */
function longer(text: string): string {
  if (!/\p{Letter}/u.test(text)) return text
  const accented = text.replace(/[a-z]/gi, (letter) => ACCENTED[letter] ?? letter)
  let missing = Math.ceil(text.length * LONGER) - accented.length - 2
  const doubled = accented.replace(VOWELS, (vowel) => {
    missing -= 1
    return missing >= 0 && missing % 2 === 0 ? vowel + vowel : vowel
  })
  const short = Math.ceil(text.length * LONGER) - doubled.length - 2
  return `[${doubled}${FILLER.repeat(Math.ceil(Math.max(0, short) / FILLER.length)).slice(0, Math.max(0, short))}]`
}
