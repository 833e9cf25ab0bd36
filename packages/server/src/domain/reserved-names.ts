/** Names that would make a guest look like the host or the machine. */
const RESERVED = [
  'host',
  'admin',
  'administrator',
  'moderator',
  'guestwall',
  'system',
  '主持人',
  '主持',
  '管理员',
  '管理員',
  '系统',
  '系統',
]

/** What looks like a letter of the names above: other scripts, small capitals, digits and symbols (from the confusables of Unicode UTS 39). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аɑα4@ᴀꓮ',
  d: 'ԁᴅꓓ',
  e: 'еёε3ᴇꓰ',
  g: 'ɡ9ɢꓖ',
  h: 'нһɦհʜΗꓧ',
  i: 'іι1lӏ|!ɪʟꓲ',
  m: 'мμᴍꓟ',
  n: 'пηɴΝꓠ',
  o: 'оοσ0օᴏꓳ',
  p: 'рρᴘꓑ',
  r: 'гʀꓣ',
  s: 'ѕ5$ꜱꓢ',
  t: 'тτ7ᴛꓔ',
  u: 'υսᴜꓴ',
  w: 'ѡωшᴡꓪ',
  x: 'х',
  y: 'уʏꓬ',
}
const LOOKS_LIKE = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([letter, others]) => Array.from(others, (other) => [other, letter] as const)),
)

/** What a name looks like: compatibility forms folded, case, marks, spaces and punctuation gone, look-alikes replaced. */
function skeleton(name: string): string {
  const letters = name.normalize('NFKD').replace(/[^\p{L}\p{N}@$|!]/gu, '')
  return Array.from(letters, looksLike).join('')
}

/** As written first: a Greek capital Η looks like an H, its small form η like an n. */
function looksLike(letter: string): string {
  const small = letter.toLowerCase()
  return LOOKS_LIKE.get(letter) ?? LOOKS_LIKE.get(small) ?? small
}

const RESERVED_SKELETONS = new Set(RESERVED.map(skeleton))

/** Whether a guest's name could be taken for the host's or the system's. */
export function isReservedName(name: string): boolean {
  return RESERVED_SKELETONS.has(skeleton(name))
}
