import { parseArgs } from 'node:util'
import { exactly, holds, limitText, measuredText, type RowResult, verdict } from './lib/figures.ts'
import { columns } from './lib/report.ts'
import { ROWS } from './lib/rows.ts'
import { keepRows } from './lib/run-file.ts'
import { runRow } from './lib/run-row.ts'

/** The short form of every row, one after the other, and one table of all figures that have a budget. `npm run bench` without a name is this. */

const { values } = parseArgs({
  options: {
    /** Names of rows, with commas between; all by default. */
    rows: { type: 'string', default: '' },
    /** Also the figures without a budget. */
    every: { type: 'boolean', default: false },
  },
})
const wanted = values.rows === '' ? null : values.rows.split(',')
const rows = ROWS.filter(({ name }) => wanted === null || wanted.includes(name))
const results: RowResult[] = []
const startMs = performance.now()
for (const [index, { name, options }] of rows.entries()) {
  process.stderr.write(`[${index + 1}/${rows.length}] ${name} ${options.join(' ')}\n`)
  results.push((await runRow(name, options)) ?? { row: name, title: name, figures: [exactly('figures', 'none: the row failed', 'some')] })
  keepRows(results)
}
const lines = results.flatMap(({ row, figures }) =>
  figures
    .filter(({ limit }) => values.every || limit !== null)
    .map((figure) => [row, figure.name.trim(), limitText(figure), measuredText(figure), verdict(figure)]),
)
console.log(columns([['row', 'figure', 'budget', 'measured', ''], ...lines]))
const short = results.flatMap(({ figures }) => figures.filter((figure) => !holds(figure)))
const took = `${rows.length} rows in ${Math.round((performance.now() - startMs) / 1_000)} s`
console.log(`\n${took}; ${short.length === 0 ? 'every figure is within its budget' : `${short.length} figures are beyond their budget`}`)
process.exitCode = short.length === 0 ? 0 : 1
