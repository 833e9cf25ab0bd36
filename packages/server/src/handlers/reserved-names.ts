import { foldedOf } from '../filter/glyphs.ts'
import { latinClass } from '../filter/symbols.ts'

/*
 * The couple's titles (bride, 新郎) are not reserved: the couple uses them, and guests write them in good faith (新娘的同学). A host renames or mutes a joker.
 */

/** Latin words that make a guest look like the host or the system. A name is refused if one of them is a word of it. */
const LATIN_WORDS = [
  'host',
  'hosts',
  'staff',
  'admin',
  'admins',
  'sysadmin',
  'superadmin',
  'administrator',
  'moderator',
  'guestwall',
  'system',
  'official',
  'emcee',
  'operator',
  'organiser',
  'organizer',
  // 主持人 and 管理员 in pinyin. 主持 alone would be a name, as of a Zhu Chi.
  'zhuchiren',
  'guanliyuan',
]
/** No other word contains one of these, so a name is refused if it contains one anywhere. */
const LATIN_ANYWHERE = ['administrator', 'moderator', 'guestwall']

/**
 * Chinese is written without spaces, so its words are refused anywhere in the name, except where their first character ends the word before,
 * as in 公司仪表部 (a company's instruments), 公主持剑 (a princess with a sword), 教官方明 (an instructor named Fang Ming) and 关系统一.
 */
const CHINESE_WORDS =
  /主持人|(?<![公店房车业财地盟楼雇教领债君])主持|(?<![公上])司仪|管理员|(?<![关体派院科])系统|(?<![教警军长法])官方|主办方|组织者|会务组|工作人员|留言墙|ホスト|司会/u
/** Characters that are taken for one of these words. */
const CHINESE_LOOK_ALIKES: Readonly<Record<string, string>> = { 恃: '持', 歭: '持', 玊: '主', 亻: '人', 入: '人', 営: '管' }

/** Words that people join to a title without a space. */
const BEFORE_TITLE = /^(?:the|your|our|my|iam|im|real)/
const AFTER_TITLE = /(?:team|staff|account|bot)$/
/** Signs that stand for a letter within a word, and for themselves at its ends: `Host!`. */
const SIGNS_AT_ENDS = /^[@$|!+]+|[@$|!+]+$/g
/** Everything but Latin letters, digits and those signs ends a Latin word. */
const TOKENS = /[a-z0-9@$|!+]+/g
const BEYOND_ASCII = /[^\0-\x7f]/
const CAPITALS = /(?<=\p{Ll})(?=\p{Lu})/gu

const WORDS = new Set(LATIN_WORDS.map(skeleton))
const ANYWHERE = LATIN_ANYWHERE.map(skeleton)
const WORD_LENGTHS = LATIN_WORDS.map(({ length }) => length)
const MIN_WORD = Math.min(...WORD_LENGTHS)
const MAX_WORD = Math.max(...WORD_LENGTHS)

/** Whether a guest's name could be taken for the host's or the system's. It is read as the filter reads a text: `høst`, `ᕼ0ST` and `host` are one. */
export function isReservedName(asGiven: string): boolean {
  const name = asGiven.normalize('NFKC')
  const read = foldedOf(name)
  const letters = read.replace(/[^\p{L}\p{N}@$|!+]/gu, '')
  if (BEYOND_ASCII.test(letters) && CHINESE_WORDS.test(Array.from(letters, (letter) => CHINESE_LOOK_ALIKES[letter] ?? letter).join('')))
    return true
  const whole = skeleton(letters)
  if (WORDS.has(whole) || ANYWHERE.some((word) => whole.includes(word))) return true
  // A capital within a word begins another one: `SystemAdmin`.
  const parted = name.replace(CAPITALS, ' ')
  return hasWord(read) || (parted !== name && hasWord(foldedOf(parted)))
}

function hasWord(folded: string): boolean {
  return tokensOf(folded).some((token) => readings(token).some(isWord))
}

/** Each letter as the class that the filter has for it and for the digits and signs in its place: `adm1n` and `admin` have the same. */
function skeleton(letters: string): string {
  let classes = ''
  for (let at = 0; at < letters.length; at += 1) {
    const unit = letters.charCodeAt(at)
    classes += String.fromCharCode(latinClass(unit) || unit)
  }
  return classes
}

function isWord(word: string): boolean {
  return word.length >= MIN_WORD && word.length <= MAX_WORD && WORDS.has(skeleton(word))
}

/** The Latin words of a name. `h o s t Anna` and `ad min` are also read as one word each. */
function tokensOf(folded: string): string[] {
  const tokens = folded.match(TOKENS) ?? []
  if (tokens.length < 2) return tokens
  const spacedOut = tokens
    .map((token) => (token.length === 1 ? token : ' '))
    .join('')
    .split(' ')
  const pairs = tokens.slice(1).map((token, index) => `${tokens[index]}${token}`)
  return [...tokens, ...spacedOut, ...pairs]
}

/** A digit may stand for a letter or end a word: `adm1n123`, `admin123`. */
function readings(token: string): string[] {
  if (token.length < MIN_WORD) return []
  return [
    token,
    token.replace(SIGNS_AT_ENDS, ''),
    token.replace(BEFORE_TITLE, '').replace(AFTER_TITLE, ''),
    ...(/\d/.test(token) ? [token.replace(/^\d+|\d+$/g, ''), ...token.split(/\d+/)] : []),
  ]
}
