import { pinyin } from 'pinyin-pro'
import { characterPairs } from './open-cc.mjs'

/** Rewrites a word so that a person still reads it. Not made with the tables of the filter. */
export type Evasion = (word: string, draw: () => number) => string

const letters = (word: string) => Array.from(word)
const between =
  (separator: string): Evasion =>
  (word) =>
    letters(word)
      .filter((letter) => letter !== ' ')
      .join(separator)
const pick = <T>(items: readonly T[], draw: () => number): T => items[Math.floor(draw() * items.length)] as T

const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7', l: '1' }
const SIGNS: Readonly<Record<string, string>> = { a: '@', s: '$', i: '!' }
const CYRILLIC: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  k: 'к',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  x: 'х',
  y: 'у',
  h: 'һ',
}

const byTable =
  (table: Readonly<Record<string, string>>, most = 1): Evasion =>
  (word, draw) =>
    letters(word)
      .map((letter) => (table[letter] !== undefined && draw() < most ? table[letter] : letter))
      .join('')

const shifted =
  (first: number): Evasion =>
  (word) =>
    letters(word)
      .map((letter) => (/[a-z]/.test(letter) ? String.fromCodePoint(first + letter.charCodeAt(0) - 97) : letter))
      .join('')

/** A word with one letter inside, not the first, written otherwise. */
function inside(word: string, draw: () => number, change: (letter: string) => string): string {
  const all = letters(word)
  const at = 1 + Math.floor(draw() * (all.length - 1))
  return all.map((letter, index) => (index === at && letter !== ' ' ? change(letter) : letter)).join('')
}

export const ENGLISH_EVASIONS: Readonly<Record<string, Evasion>> = {
  capitals: (word) => word.toUpperCase(),
  spaced: between(' '),
  dotted: between('.'),
  hyphens: between('-'),
  lines: (word, draw) => inside(word, draw, (letter) => `\n${letter}`),
  emoji: between('😀'),
  'zero width': between('\u200B'),
  'soft hyphen': (word, draw) => inside(word, draw, (letter) => `\u00AD${letter}`),
  'full width': shifted(0xff41),
  bold: shifted(0x1d41a),
  circled: shifted(0x24d0),
  cyrillic: byTable(CYRILLIC),
  marks: (word) =>
    letters(word)
      .map((letter) => (letter === ' ' ? letter : `${letter}\u0336`))
      .join(''),
  accents: (word, draw) => inside(word, draw, (letter) => `${letter}\u0308`.normalize('NFC')),
  leet: byTable(LEET, 0.6),
  signs: byTable(SIGNS),
  repeated: (word, draw) => inside(word, draw, (letter) => letter.repeat(4)),
  masked: (word, draw) => inside(word, draw, () => '*'),
}

const TRADITIONAL = new Map(await characterPairs('ST'))
const toTraditional = (word: string) =>
  letters(word)
    .map((letter) => TRADITIONAL.get(letter) ?? letter)
    .join('')
const soundOf = (word: string) => pinyin(word, { toneType: 'none', type: 'array' })

export const CHINESE_EVASIONS: Readonly<Record<string, Evasion>> = {
  spaced: between(' '),
  'wide space': between('\u3000'),
  dots: between('·'),
  stars: between('*'),
  lines: (word, draw) => inside(word, draw, (letter) => `\n${letter}`),
  emoji: (word, draw) => between(pick(['😀', '🐶', '❤️', '🌹'], draw))(word, draw),
  'zero width': between('\u200B'),
  traditional: (word) => toTraditional(word),
  'traditional, spaced': (word) => letters(toTraditional(word)).join(' '),
  'one in pinyin': (word, draw) => inside(word, draw, (letter) => soundOf(letter)[0] ?? letter),
  pinyin: (word) => soundOf(word).join(''),
  'pinyin, spaced': (word) => soundOf(word).join(' '),
  'pinyin with tones': (word) => pinyin(word),
  marks: (word) =>
    letters(word)
      .map((letter) => `${letter}\u0336`)
      .join(''),
}

/** For links, accounts and numbers: the whole text. */
export const TEXT_EVASIONS: Readonly<Record<string, Evasion>> = {
  'full width': (text) =>
    letters(text)
      .map((letter) => (/[!-~]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter))
      .join(''),
  'zero width': (text, draw) => inside(text, draw, (letter) => `\u200B${letter}`),
  capitals: (text) => text.toUpperCase(),
  'in a sentence': (text, draw) => `${pick(['大家好，', '恭喜新人！', 'hello everyone, ', '🎁 '], draw)}${text}`,
  'before a wish': (text, draw) => `${text}${pick([' 祝幸福', '，百年好合', ' congratulations!', ' ❤️'], draw)}`,
}
