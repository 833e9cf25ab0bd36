/** What a row measured, beside its budget. The table, the JSON file, the comparison of two runs and the curves are all made of it. */
export interface RowResult {
  /** The name behind `npm run bench --`. */
  readonly row: string
  /** The load, in words. */
  readonly title: string
  readonly figures: readonly Figure[]
  readonly curves?: readonly Curves[]
}

/** In place of a number that the system does not tell, or that could not be measured. */
export const NOT_TOLD = 'not told'

export interface Figure {
  readonly name: string
  /** Words where there is no number to compare. */
  readonly measured: number | string
  readonly unit: string
  /** Digits behind the point when it is printed. */
  readonly digits: number
  /** `null`: there is no budget, the figure is for the reader. */
  readonly limit: { readonly bound: 'atMost' | 'atLeast' | 'exactly'; readonly value: number | string } | null
}

/** A diagram: one quantity against another, a line for each series. */
export interface Curves {
  /** The name of its file, without the ending. */
  readonly file: string
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] }[]
}

export interface Axis {
  readonly label: string
  readonly isLogarithmic: boolean
}

/** A figure that may not be above its limit. */
export function atMost(name: string, measured: number, limit: number, unit: string, digits = 0): Figure {
  return { name, measured, unit, digits, limit: { bound: 'atMost', value: limit } }
}

/** A figure that may not be below its limit. */
export function atLeast(name: string, measured: number, limit: number, unit: string, digits = 0): Figure {
  return { name, measured, unit, digits, limit: { bound: 'atLeast', value: limit } }
}

/** A figure that must be what it is expected to be. */
export function exactly(name: string, measured: string | number, expected: string | number): Figure {
  return { name, measured, unit: '', digits: 0, limit: { bound: 'exactly', value: expected } }
}

/** A figure without a limit. */
export function told(name: string, measured: number | string, unit = '', digits = 0): Figure {
  return { name, measured, unit, digits, limit: null }
}

/** Whether a figure is within its limit. One without a limit is; one that is no number is not. */
export function holds({ measured, limit }: Figure): boolean {
  if (limit === null) return true
  if (limit.bound === 'exactly') return String(measured) === String(limit.value)
  return limit.bound === 'atMost' ? Number(measured) <= Number(limit.value) : Number(measured) >= Number(limit.value)
}

export function measuredText({ measured, unit, digits }: Figure): string {
  return withUnit(measured, unit, digits)
}

/** Empty where there is no limit. */
export function limitText({ limit, unit, digits }: Figure): string {
  if (limit === null) return ''
  const value = withUnit(limit.value, unit, Number.isInteger(limit.value) ? 0 : digits)
  return limit.bound === 'exactly' ? value : `${limit.bound === 'atMost' ? '<=' : '>='} ${value}`
}

/** `pass`, `SHORT`, or nothing where there is no limit. */
export function verdict(figure: Figure): string {
  if (figure.limit === null) return ''
  return holds(figure) ? 'pass' : 'SHORT'
}

function withUnit(value: number | string, unit: string, digits: number): string {
  if (value === NOT_TOLD || Number.isNaN(value)) return NOT_TOLD
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const figure = typeof value === 'string' ? value : value.toLocaleString('en-US', shape)
  return unit === '' ? figure : `${figure} ${unit}`
}
