import type { Cell, Language, Table } from './cells.ts'
import { COLUMNS } from './columns.ts'
import { detailsText } from './details.ts'
import { localTimes } from './local-time.ts'
import { termIn, yesOrNo } from './terms.ts'

/** Without it Excel reads UTF-8 as the system's old encoding, and Chinese text is lost. */
const BYTE_ORDER_MARK = '\uFEFF'
const LINE_END = '\r\n'
/**
 * The characters that make a spreadsheet read a cell as a formula, as OWASP lists them ("CSV injection"), and their full-width forms, which a
 * Chinese or Japanese Excel treats alike.
 */
const BEGINS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** The separator of two cells. In a language with a decimal comma, a spreadsheet expects the semicolon. */
export const SEPARATORS = ['comma', 'semicolon'] as const
export type Separator = (typeof SEPARATORS)[number]
const SIGNS: Readonly<Record<Separator, string>> = { comma: ',', semicolon: ';' }

/**
 * A spreadsheet that was set to another separator reads the quotes as letters: it splits at every comma or semicolon and at every line end, also
 * within a text, and the rest begins a new cell. A smiley is not a formula.
 */
const BEGINS_FORMULA_AFTER_SPLIT = /([;,\n])(?=[\t ]*[=+\-@＝＋－＠][\t ]*[\p{L}\p{N}("'])/gu

interface CsvSettings {
  /** An IANA name. */
  readonly timeZone: string
  /** Of the header and of terms; `null`: they are names of the protocol, for programs. */
  readonly language?: Language | null
  readonly separator?: Separator
}

/** A table as CSV (RFC 4180) in UTF-8, page by page. Every cell is quoted, and none is a formula. */
export async function* csv(table: Table, { timeZone, language = null, separator = 'comma' }: CsvSettings): AsyncGenerator<string> {
  const textOf = cellTexts(localTimes(timeZone), language)
  const line = (cells: readonly Cell[]): string => `${cells.map((cell) => quoted(textOf(cell))).join(SIGNS[separator])}${LINE_END}`
  yield `${BYTE_ORDER_MARK}${line(language === null ? table.columns : table.columns.map((name) => COLUMNS[name][language]))}`
  for await (const items of table.pages()) {
    const text = items.flatMap((item) => table.rowsOf(item).map(line)).join('')
    if (text !== '') yield text
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** Only text that people wrote can begin a formula. Numbers cannot, and an id that begins with `-` stays unchanged. */
function cellTexts(localTime: (iso: string) => string, language: Language | null): (cell: Cell) => string {
  return (cell) => {
    if (typeof cell === 'string') return defused(cell)
    if (typeof cell === 'boolean' && language !== null) return yesOrNo(language, cell)
    if (cell === null || typeof cell !== 'object') return String(cell ?? '')
    if ('verbatim' in cell) return cell.verbatim
    if ('details' in cell) return defused(detailsText(cell.details, language, localTime))
    if ('localTime' in cell) return localTime(cell.localTime)
    return language === null ? cell.term : termIn(language, cell.said ?? cell.term)
  }
}

function defused(text: string): string {
  const whole = text.replaceAll(BEGINS_FORMULA_AFTER_SPLIT, "$1'")
  return BEGINS_FORMULA.test(whole) ? `'${whole}` : whole
}
