/** Latin words that make a guest look like the host or the system. A name is refused if one of them is a word of it. */
const LATIN_WORDS = [
  'host',
  'hosts',
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
  /主持人|(?<![公店房车車业業财財地盟楼樓雇僱教领領债債君])主持|(?<![公上])司[仪儀]|管理[员員]|(?<![关關体體派院科])系[统統]|(?<![教警军軍长長法])官方|主办方|主辦方|组织者|組織者|会务组|會務組|工作人[员員]|留言[墙牆]|ホスト|司会/u
/** Characters that are taken for one of these words. */
const CHINESE_LOOK_ALIKES: Readonly<Record<string, string>> = { 恃: '持', 玊: '主', 亻: '人', 入: '人', 営: '管' }

/** Letters in boxes, circles and flags, which have no compatibility form, are a row of the alphabet each. */
const BOXED = /[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}\u{1F1E6}-\u{1F1FF}]/gu
const BOXED_ROWS = [0x1f1e6, 0x1f170, 0x1f150]

/** Characters that look like a letter of the words above: other scripts, small capitals, digits, symbols (confusables of Unicode UTS 39). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аɑα4@ᴀꓮ',
  d: 'ԁᴅꓓ',
  e: 'еёε3ᴇꓰ',
  g: 'ɡ9ɢꓖ',
  h: 'нһɦհʜΗꓧᎻꮋⲏ',
  i: 'іι1lӏ|!ɪʟꓲı',
  m: 'мμᴍꓟ',
  n: 'пηɴΝꓠ',
  o: 'оοσ0օᴏꓳᎾꮎⲟ',
  p: 'рρᴘꓑ',
  r: 'гʀꓣ',
  s: 'ѕ5$ꜱꓢᏚꮪⲋ',
  t: 'тτ7ᴛꓔᎢꭲⲧ',
  u: 'υսᴜꓴ',
  w: 'ѡωшᴡꓪ',
  x: 'х',
  y: 'уʏꓬ',
}
const LOOKS_LIKE = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([letter, others]) => Array.from(others, (other) => [other, letter] as const)),
)

/** Words that people join to a title without a space. */
const BEFORE_TITLE = /^(?:the|your|our|my|iam|im|real)/
const AFTER_TITLE = /(?:team|staff|account|bot)$/
/** Signs that stand for a letter within a word, and for themselves at its ends: `Host!`. */
const SIGNS_AT_ENDS = /^[@$|!]+|[@$|!]+$/g

const TOKENS = /[\p{L}\p{N}@$|!]+/gu
/** Marks and invisible characters. */
const UNDRAWN = /[\p{M}\p{Cf}]/gu
/** Words in scripts that are written without spaces end a Latin word beside them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu
const CAPITALS = /(?<=\p{Ll})(?=\p{Lu})/u

/** The skeleton of a text: compatibility forms folded, case, marks, spaces and punctuation removed, look-alikes replaced. */
function skeleton(text: string): string {
  return folded(text.normalize('NFKD').replace(/[^\p{L}\p{N}@$|!]/gu, ''))
}

function folded(letters: string): string {
  let text = ''
  for (const letter of letters) text += looksLike(letter)
  return text
}

/** Looks up the letter as written first: a Greek capital Η looks like an H, its small form η like an n. */
function looksLike(letter: string): string {
  const small = letter.toLowerCase()
  return LOOKS_LIKE.get(letter) ?? LOOKS_LIKE.get(small) ?? small
}

const WORD_SKELETONS = new Set(LATIN_WORDS.map(skeleton))
const WORD_LENGTHS = LATIN_WORDS.map(({ length }) => length)
/** In code units: some look-alikes have two. */
const MIN_WORD = Math.min(...WORD_LENGTHS)
const MAX_WORD = 2 * Math.max(...WORD_LENGTHS)
const ANYWHERE_SKELETONS = LATIN_ANYWHERE.map(skeleton)

/** Whether a guest's name could be taken for the host's or the system's. */
export function isReservedName(asGiven: string): boolean {
  const name = asGiven.replace(BOXED, unboxed)
  const whole = skeleton(name)
  if (CHINESE_WORDS.test(chineseOf(name))) return true
  if (ANYWHERE_SKELETONS.some((word) => whole.includes(word)) || WORD_SKELETONS.has(whole)) return true
  return tokensOf(name).some((token) => readings(token).some(isReservedWord))
}

function chineseOf(name: string): string {
  return Array.from(name.normalize('NFKC').replace(/[^\p{L}]/gu, ''), (letter) => CHINESE_LOOK_ALIKES[letter] ?? letter).join('')
}

function unboxed(letter: string): string {
  const point = letter.codePointAt(0) as number
  const row = BOXED_ROWS.find((first) => point >= first) as number
  return String.fromCodePoint(0x61 + point - row)
}

function isReservedWord(word: string): boolean {
  return word.length >= MIN_WORD && word.length <= MAX_WORD && WORD_SKELETONS.has(folded(word))
}

/** The Latin words of a name. `h o s t Anna` and `ad min` are also read as one word each. */
function tokensOf(name: string): string[] {
  const tokens = name.normalize('NFKD').replace(UNDRAWN, '').replace(UNSPACED, ' ').match(TOKENS) ?? []
  if (tokens.length < 2) return tokens
  const spacedOut = tokens
    .map((token) => (token.length === 1 ? token : ' '))
    .join('')
    .split(' ')
  const pairs = tokens.slice(1).map((token, index) => `${tokens[index]}${token}`)
  return [...tokens, ...spacedOut, ...pairs]
}

/** A digit may stand for a letter or end a word, and so may a capital: `adm1n123`, `admin123`, `SystemAdmin`. */
function readings(token: string): string[] {
  if (token.length < MIN_WORD) return []
  const hasDigits = /\d/.test(token)
  const atCapitals = token.split(CAPITALS)
  return [
    token,
    token.replace(SIGNS_AT_ENDS, ''),
    token.toLowerCase().replace(BEFORE_TITLE, '').replace(AFTER_TITLE, ''),
    ...(hasDigits ? [token.replace(/^\d+|\d+$/g, ''), ...token.split(/\d+/)] : []),
    ...(atCapitals.length > 1 ? atCapitals.flatMap((part) => part.split(/\d+/)) : []),
  ]
}
