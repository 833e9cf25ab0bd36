import type { Axis, Curves } from './figures.ts'

const WIDTH = 720
const HEIGHT = 420
const PLOT = { left: 64, right: 700, top: 64, bottom: 368 }
const LEGEND_STEP = 132
const LEGEND_Y = 46
/** Told apart in light and dark, also by people who do not see red and green. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00']
/** `currentColor` would be black in a picture, so the two schemes are written out. */
const STYLE = `text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-size:15px;font-weight:600}.grid{stroke:#d0d7de}.curve{fill:none;stroke-width:2}
@media (prefers-color-scheme: dark){text{fill:#e6edf3}.grid{stroke:#3d444d}}`

/** A diagram as an SVG file, readable on a light and on a dark page. */
export function drawCurves({ title, x, y, lines }: Curves): string {
  const points = lines.flatMap((line) => line.points)
  const xScale = scaleOf(
    x,
    points.map(([value]) => value),
    PLOT.left,
    PLOT.right,
  )
  const yScale = scaleOf(
    y,
    points.map(([, value]) => value),
    PLOT.bottom,
    PLOT.top,
  )
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    `<text class="title" x="${PLOT.left}" y="24">${escaped(title)}</text>`,
    ...xScale.ticks.map(
      (tick) =>
        `<line class="grid" x1="${xScale.at(tick)}" x2="${xScale.at(tick)}" y1="${PLOT.top}" y2="${PLOT.bottom}"/><text x="${xScale.at(tick)}" y="${PLOT.bottom + 18}" text-anchor="middle">${tickText(tick)}</text>`,
    ),
    ...yScale.ticks.map(
      (tick) =>
        `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${yScale.at(tick)}" y2="${yScale.at(tick)}"/><text x="${PLOT.left - 8}" y="${yScale.at(tick) + 4}" text-anchor="end">${tickText(tick)}</text>`,
    ),
    ...lines.map(({ name, points: of }, index) => {
      const colour = COLOURS[index % COLOURS.length] as string
      const path = of.map(([left, top]) => `${xScale.at(left)},${yScale.at(top)}`)
      const legendX = PLOT.left + index * LEGEND_STEP
      return [
        `<polyline class="curve" stroke="${colour}" points="${path.join(' ')}"/>`,
        ...path.map((point) => `<circle fill="${colour}" r="3.5" cx="${point.split(',')[0]}" cy="${point.split(',')[1]}"/>`),
        `<circle fill="${colour}" r="5" cx="${legendX + 5}" cy="${LEGEND_Y - 4}"/><text x="${legendX + 16}" y="${LEGEND_Y}">${escaped(name)}</text>`,
      ].join('\n')
    }),
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(16 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

interface Scale {
  readonly ticks: readonly number[]
  /** The place on the picture, to a tenth. */
  at(value: number): number
}

function scaleOf({ isLogarithmic }: Axis, values: readonly number[], from: number, to: number): Scale {
  const ticks = isLogarithmic ? logarithmicTicks(values) : linearTicks(values)
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number]
  const place = isLogarithmic
    ? (value: number) => Math.log(value / low) / Math.log(high / low)
    : (value: number) => (value - low) / (high - low)
  return { ticks, at: (value) => Math.round((from + place(value) * (to - from)) * 10) / 10 }
}

/** Steps of 1, 2 and 5 around the values; at least two. */
function logarithmicTicks(values: readonly number[]): number[] {
  const steps: number[] = []
  for (
    let power = Math.floor(Math.log10(Math.min(...values)));
    steps.length < 2 || (steps.at(-1) as number) < Math.max(...values);
    power += 1
  )
    for (const step of [1, 2, 5]) steps.push(Number((step * 10 ** power).toPrecision(1)))
  const first = steps.findLastIndex((step) => step <= Math.min(...values))
  const last = steps.findIndex((step) => step >= Math.max(...values))
  return steps.slice(Math.max(0, first), Math.max(last, first + 1) + 1)
}

/** From zero, some five round steps. */
function linearTicks(values: readonly number[]): number[] {
  const rough = Math.max(...values, 1e-9) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) as number) * power
  return Array.from({ length: Math.ceil(Math.max(...values) / step) + 1 }, (_, index) => Number((index * step).toPrecision(6)))
}

function tickText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 })
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
