import type { Cell, SheetSettings } from '../cells.ts'
import { COLUMNS, type ColumnName } from '../columns.ts'
import { detailsText } from '../details.ts'
import { localMilliseconds, localTimes } from '../local-time.ts'
import { termIn, yesOrNo } from '../terms.ts'
import { CELL_STYLE } from './styles.ts'
import { xmlText } from './xml-text.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** The number that a spreadsheet gives to 1970-01-01. */
const EPOCH_DAY = 25_569

/** The XML of a sheet's beginning: columns with their widths, and the header, which stays in sight. */
export function sheetHead(columns: readonly ColumnName[], { language, timeZone }: SheetSettings): string {
  const all = columns.map((name) => COLUMNS[name])
  const widths = all.map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
  const header = all.map((column, index) => {
    const words = 'isLocalTime' in column ? `${column[language]} (${timeZone})` : column[language]
    return textCell(`${letters(index)}1`, CELL_STYLE.header, words)
  })
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${header.join('')}</row>`
  )
}

export const SHEET_END = '</sheetData></worksheet>'

/** Makes the XML of a row; `number` is its place in the sheet, from 1. */
export function rowWriter({ language, timeZone }: SheetSettings): (cells: readonly Cell[], number: number) => string {
  const local = localMilliseconds(timeZone)
  const localText = localTimes(timeZone)
  const cellXml = (cell: Cell, at: string): string => {
    if (cell === null || cell === '') return ''
    if (typeof cell === 'string') return textCell(at, CELL_STYLE.text, cell)
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
    if (typeof cell === 'boolean') return textCell(at, CELL_STYLE.plain, yesOrNo(language, cell))
    if ('verbatim' in cell) return textCell(at, CELL_STYLE.plain, cell.verbatim)
    if ('term' in cell) return textCell(at, CELL_STYLE.plain, termIn(language, cell.said ?? cell.term))
    if ('details' in cell) return textCell(at, CELL_STYLE.text, detailsText(cell.details, language, localText))
    // Whole seconds: a fraction would be shown rounded.
    const seconds = Math.floor(local(cell.localTime) / 1000)
    return `<c r="${at}" s="${CELL_STYLE.time}"><v>${EPOCH_DAY + (seconds * 1000) / DAY_MS}</v></c>`
  }
  return (cells, number) => `<row r="${number}">${cells.map((cell, index) => cellXml(cell, `${letters(index)}${number}`)).join('')}</row>`
}

/** A cell with its text inside. Such a cell is never a formula, whatever its text. */
function textCell(at: string, style: number, text: string): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`
}

/** The letter of a column. No table has more than 26. */
function letters(index: number): string {
  return String.fromCharCode(65 + index)
}
