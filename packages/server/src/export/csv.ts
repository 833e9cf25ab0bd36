import type { Cell, Table } from './cells.ts'

/** Without it Excel reads UTF-8 as the system's old encoding, and Chinese is lost. */
const BYTE_ORDER_MARK = '\uFEFF'
const LINE_END = '\r\n'
/**
 * What makes a spreadsheet read a cell as a formula, as OWASP lists it ("CSV injection"), and the full-width forms, which a Chinese or
 * Japanese Excel takes for the same.
 */
const BEGINS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** What stands between two cells. A spreadsheet of a language with a decimal comma takes the semicolon for it. */
export const SEPARATORS = ['comma', 'semicolon'] as const
export type Separator = (typeof SEPARATORS)[number]
const SIGNS: Readonly<Record<Separator, string>> = { comma: ',', semicolon: ';' }

/**
 * A spreadsheet that is told another separator takes the quotes for letters: it splits at every comma or semicolon and at every line end, also
 * within a text, and what follows would begin a cell. A smiley is no formula.
 */
const BEGINS_FORMULA_AFTER_SPLIT = /([;,\n])(?=[\t ]*[=+\-@＝＋－＠][\t ]*[\p{L}\p{N}("'])/gu

/** A table as CSV (RFC 4180) in UTF-8, page by page: every cell quoted, none a formula. */
export async function* csv(table: Table, separator: Separator = 'comma'): AsyncGenerator<string> {
  const line = (cells: readonly Cell[]): string => `${cells.map(quoted).join(SIGNS[separator])}${LINE_END}`
  yield `${BYTE_ORDER_MARK}${line(table.columns)}`
  for await (const items of table.pages()) {
    const text = items.flatMap((item) => table.rowsOf(item).map(line)).join('')
    if (text !== '') yield text
  }
}

function quoted(cell: Cell): string {
  const text = textOf(cell)
  return `"${text.replaceAll('"', '""')}"`
}

/** Only what people wrote can begin a formula: a number is none, and an id that begins with `-` stays the id that it is. */
function textOf(cell: Cell): string {
  if (typeof cell === 'string') return defused(cell)
  return cell !== null && typeof cell === 'object' ? cell.verbatim : String(cell ?? '')
}

function defused(text: string): string {
  const whole = text.replaceAll(BEGINS_FORMULA_AFTER_SPLIT, "$1'")
  return BEGINS_FORMULA.test(whole) ? `'${whole}` : whole
}
