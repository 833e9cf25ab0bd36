/** A straight line through points, and how sure its slope is. */
export interface Slope {
  /** By how much y grows with each x. */
  readonly perX: number
  /** The slope is within so much of `perX`, with a confidence of 95 %. */
  readonly plusMinus: number
}

/** Student's t for 95 % in both directions, by degrees of freedom from 1 on; beyond the last it is nearly that of the normal distribution. */
const T_95 = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1, 2.09, 2.09]
const T_NORMAL = 1.96

/** The least squares of at least three points. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Slope {
  const count = points.length
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / count
  const [meanX, meanY] = [mean(0), mean(1)]
  const spreadX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const perX = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spreadX
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - perX * (x - meanX)) ** 2, 0)
  const freedom = count - 2
  return { perX, plusMinus: (T_95[freedom - 1] ?? T_NORMAL) * Math.sqrt(rest / freedom / spreadX) }
}
