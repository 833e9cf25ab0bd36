import type { Histogram } from 'hdr-histogram-js'
import { holds, limitText, measuredText, type RowResult, verdict } from './figures.ts'
import { keepRows } from './run-file.ts'

const BAR_WIDTH = 40

/** Shows how far a run is, on one line that is written over. Not a terminal: a line now and then. */
export class Progress {
  #lastMs = 0

  show(text: string): void {
    const now = performance.now()
    const { isTTY } = process.stderr
    if (now - this.#lastMs < (isTTY ? 100 : 2_000)) return
    this.#lastMs = now
    process.stderr.write(isTTY ? `\r\u001b[K${text}` : `${text}\n`)
  }

  done(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  }
}

/** Prints a row as a table and keeps it where `--json FILE` was given. The process ends with 1 where a figure is beyond its limit. */
export function report(result: RowResult): void {
  const { title, figures } = result
  console.log(
    `${title}\n\n${columns(figures.map((figure) => [`  ${figure.name}`, measuredText(figure), limitText(figure), verdict(figure)]))}`,
  )
  keepRows([result])
  process.exitCode = figures.every(holds) ? 0 : 1
}

/** Lines of cells, each column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Draws a latency distribution: a bar for each percentile, in milliseconds. `histogram` holds microseconds. */
export function drawLatency(title: string, histogram: Histogram): string {
  const percentiles = [50, 75, 90, 95, 99, 99.9, 100]
  const values = percentiles.map((percentile) => histogram.getValueAtPercentile(percentile) / 1000)
  const most = Math.max(...values)
  const rows = percentiles.map((percentile, index) => {
    const value = values[index] as number
    const name = percentile === 100 ? 'max' : `p${percentile}`
    return `  ${name.padStart(5)}  ${'█'.repeat(Math.max(1, Math.round((value / most) * BAR_WIDTH))).padEnd(BAR_WIDTH)}  ${value.toFixed(1)} ms`
  })
  return `${title}\n${rows.join('\n')}`
}
