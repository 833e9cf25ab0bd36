import type { Box } from '@guestwall/react'

export interface ScreenShape {
  /** Pixels of one percent of the screen's height, or of the width of an upright one. */
  readonly unit: number
  /** Higher than wide: the panel goes below. */
  readonly isUpright: boolean
  /** An LED wall, which is looked at from farther away. */
  readonly isWide: boolean
}

/** On a screen that is narrow for its height, sizes follow the width instead, or three characters would fill a line. */
const NARROWEST = 1.2
const WIDE_FROM = 2.5

export function screenShape({ width, height }: Box): ScreenShape {
  const isUpright = width < height
  return { unit: (isUpright ? width : Math.min(height, width / NARROWEST)) / 100, isUpright, isWide: width > height * WIDE_FROM }
}
