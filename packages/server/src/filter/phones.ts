import type { Range } from './finding.ts'
import type { Glyphs } from './glyphs.ts'

/** Chinese digits, small and capital. */
const DIGITS: Readonly<Record<string, string>> = {
  '0': '〇零',
  '1': '一壹幺',
  '2': '二贰两',
  '3': '三叁',
  '4': '四肆',
  '5': '五伍',
  '6': '六陆',
  '7': '七柒',
  '8': '八捌',
  '9': '九玖',
}
const CHINESE = new Map(Object.entries(DIGITS).flatMap(([digit, chars]) => Array.from(chars, (char) => [char, digit] as const)))
const ANY_CHINESE = new RegExp(`[${[...CHINESE.keys()].join('')}]`, 'g')

/** A row of digits. Colons, commas and slashes do not join: times, scores and dates have them. */
export const PHONE_ROW = /(?:\+ ?)?\(?\d(?:[ .·•*_~()\n-]{0,3}\d){6,19}/g
const MAX_DIGITS = 15
/** Numbers of love and luck, of which people make rows: 5201314. */
const LUCKY = /^(?:520|521|1314|13|14|99|88|66|00|52|530|9420|3344|8{3,}|6{3,}|9{3,})+$/
const DATE = /^(?:19|20)\d\d[ .·-]{1,3}\d{1,2}[ .·-]{1,3}\d{1,2}(?!\d)/

/** Letters that stand for digits between digits: l38OO. */
const WITH_LETTERS = /[0-9oil]{9,20}/g
const MIN_REAL_DIGITS = 4

function asDigits(token: string): string {
  return token.replace(/\D/g, '').length < MIN_REAL_DIGITS ? token : token.replaceAll('o', '0').replace(/[il]/g, '1')
}

/** Finds telephone numbers: mainland China, service numbers, and those with an international prefix, however they are spaced. */
export function phones({ folded, starts, ends }: Glyphs): Range[] {
  const plain = folded.replace(ANY_CHINESE, (char) => CHINESE.get(char) ?? char).replace(WITH_LETTERS, asDigits)
  return Array.from(plain.matchAll(PHONE_ROW))
    .filter((match) => isPhone(match[0], plain.charCodeAt(match.index - 1)))
    .map((match) => ({ start: starts[match.index] ?? 0, end: ends[match.index + match[0].length - 1] ?? 0 }))
}

function isPhone(row: string, before: number): boolean {
  const digits = row.replace(/\D/g, '')
  if (digits.length > MAX_DIGITS || DATE.test(row) || LUCKY.test(digits) || new Set(digits).size < 3 || isYen(before)) return false
  if (row.startsWith('+')) return digits.length >= 8
  const groups = row.match(/\d+/g) ?? []
  const national = /^(?:0086|86)(?=1)/.test(digits) && digits.length > 11 ? digits.replace(/^(?:0086|86)/, '') : digits
  if (/^1[3-9]\d{9}$/.test(national)) return isGrouped(groups)
  // 0571-88888888, (010) 6552 9988
  if (/^00[1-9]\d{8,12}$/.test(digits)) return groups.length <= 4
  if (/^0[1-9]\d{8,10}$/.test(digits)) return isGrouped(groups)
  if (/^[48]00\d{7}$/.test(digits)) return groups.length <= 3 || groups.every(({ length }) => length === 1)
  // (555) 012-3456, 555-012-3456
  return digits.length === 10 && groups.map(({ length }) => length).join('-') === '3-3-4'
}

function isYen(before: number): boolean {
  return before === 0x24 || before === 0xa5 || before === 0xffe5
}

/** As people group a number: in few groups, or every digit alone or in pairs. A list of numbers has other groups. */
function isGrouped(groups: readonly string[]): boolean {
  return groups.length <= 4 || groups.every(({ length }) => length <= 2) || groups.length <= 6
}
