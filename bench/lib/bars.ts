import { table } from './report.ts'

/** A figure of a benchmark beside its limit. */
export interface Bar {
  readonly name: string
  readonly measured: string
  /** `null`: there is none, the figure is for the reader. */
  readonly limit: string | null
  readonly holds: boolean
}

/** A figure that may not be above its limit. */
export function atMost(name: string, measured: number, limit: number, unit: string, digits = 0): Bar {
  return { name, measured: withUnit(measured, unit, digits), limit: `<= ${withUnit(limit, unit, digits)}`, holds: measured <= limit }
}

/** A figure that must be what it is expected to be. */
export function exactly(name: string, measured: string | number, expected: string | number): Bar {
  return { name, measured: String(measured), limit: String(expected), holds: String(measured) === String(expected) }
}

/** A figure without a limit. */
export function told(name: string, measured: string): Bar {
  return { name, measured, limit: null, holds: true }
}

/** Prints the figures as a table, or as one line of JSON; the process ends with 1 where one falls short. */
export function printBars(title: string, bars: readonly Bar[], asJson: boolean): void {
  if (asJson) console.log(JSON.stringify({ title, bars }))
  else {
    const width = Math.max(...bars.map(({ measured }) => measured.length))
    const limits = Math.max(...bars.map(({ limit }) => (limit ?? '').length))
    const verdict = ({ limit, holds }: Bar) => (limit === null ? '' : holds ? 'pass' : 'SHORT')
    const line = (bar: Bar) => `${bar.measured.padEnd(width)}  ${(bar.limit ?? '').padEnd(limits)}  ${verdict(bar)}`.trimEnd()
    console.log(`${title}\n\n${table(bars.map((bar) => [bar.name, line(bar)]))}`)
  }
  process.exitCode = bars.every(({ holds }) => holds) ? 0 : 1
}

function withUnit(value: number, unit: string, digits: number): string {
  const figure = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return unit === '' ? figure : `${figure} ${unit}`
}
