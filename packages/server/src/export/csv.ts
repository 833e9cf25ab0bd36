import type { Cell, Table } from './cells.ts'

/** Without it Excel reads UTF-8 as the system's old encoding, and Chinese is lost. */
const BYTE_ORDER_MARK = '\uFEFF'
const LINE_END = '\r\n'
/**
 * What makes a spreadsheet read a cell as a formula, as OWASP lists it ("CSV injection"), and the full-width forms, which a Chinese or
 * Japanese Excel takes for the same.
 */
const BEGINS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** A table as CSV (RFC 4180) in UTF-8, page by page: every cell quoted, none a formula. */
export async function* csv(table: Table): AsyncGenerator<string> {
  yield `${BYTE_ORDER_MARK}${line(table.columns)}`
  for await (const items of table.pages()) {
    const text = items.flatMap((item) => table.rowsOf(item).map(line)).join('')
    if (text !== '') yield text
  }
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(quoted).join(',')}${LINE_END}`
}

function quoted(cell: Cell): string {
  const text = typeof cell === 'string' ? defused(cell) : String(cell ?? '')
  return `"${text.replaceAll('"', '""')}"`
}

/** Only what people wrote can begin a formula: a number is none. */
function defused(text: string): string {
  return BEGINS_FORMULA.test(text) ? `'${text}` : text
}
