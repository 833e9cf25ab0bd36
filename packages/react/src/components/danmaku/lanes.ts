import type { DanmakuDensity, DanmakuRegion } from '@guestwall/protocol'
import type { Shown } from '../wall/layout.ts'

/** Lanes that lie side by side, and nothing between them. Lengths are in pixels. */
export interface Band {
  /** From the top of the stage. */
  readonly top: number
  /** The number of the first lane. */
  readonly first: number
  readonly lanes: number
}

/** The lanes of a screen, and how fast and how closely messages pass in them. Lengths are in pixels. */
export interface Lanes {
  readonly bands: readonly Band[]
  readonly width: number
  readonly laneHeight: number
  /** The least distance of two neighbours in a lane. */
  readonly gap: number
  /** The distance varies by as much, so that lanes do not look like columns. */
  readonly spread: number
  /** At both ends a message fades. */
  readonly fade: number
  /** One speed for all. */
  readonly pxPerMs: number
  /** While it is quiet, older messages return at their pace; `false`: seldom. */
  readonly isFull: boolean
}

export interface LaneRoom {
  readonly width: number
  readonly height: number
  /** Pixels of one percent of the screen's height, times the operator's text size. */
  readonly unit: number
  readonly region: DanmakuRegion
  readonly density: DanmakuDensity
  /** The height that stays free between the lanes, in pixels. */
  readonly middle: number
}

/** In percent of the screen's height, like all lengths here. */
const LANE = 9
const FADE = 9
/** The least distance between two neighbours, however many wait. */
export const LEAST_GAP = 4
/** A Chinese character of 5u passes its own width in a third of a second. */
const SPEED_PER_S = 16
const MOST_LANES_OF_A_BAND = 3
const DENSITIES: Readonly<Record<DanmakuDensity, { readonly gap: number; readonly spread: number; readonly isFull: boolean }>> = {
  low: { gap: 36, spread: 40, isFull: false },
  normal: { gap: 6, spread: 18, isFull: true },
  high: { gap: LEAST_GAP, spread: 4, isFull: true },
}

export function danmakuLanes({ width, height, unit, region, density, middle }: LaneRoom): Lanes {
  const { gap, spread, isFull } = DENSITIES[density]
  return {
    bands: bandsOf(region, height, LANE * unit, middle),
    width,
    laneHeight: LANE * unit,
    gap: gap * unit,
    spread: spread * unit,
    fade: FADE * unit,
    pxPerMs: (SPEED_PER_S * unit) / 1000,
    isFull,
  }
}

function bandsOf(region: DanmakuRegion, height: number, lane: number, middle: number): readonly Band[] {
  if (region === 'all') return [{ top: 0, first: 0, lanes: lanesIn(height, lane, Number.POSITIVE_INFINITY) }]
  const lanes = lanesIn((height - middle) / 2, lane, MOST_LANES_OF_A_BAND)
  const above: Band = { top: 0, first: 0, lanes }
  const below: Band = { top: height - lanes * lane, first: lanes, lanes }
  if (region === 'top') return [above]
  return region === 'bottom' ? [{ ...below, first: 0 }] : [above, below]
}

function lanesIn(height: number, lane: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(height / lane + 0.01)))
}

/** The band that has this lane. */
export function bandOf({ bands }: Pick<Lanes, 'bands'>, lane: number): Band | undefined {
  return bands.find(({ first, lanes }) => lane >= first && lane < first + lanes)
}

export function laneTop(lanes: Lanes, lane: number): number {
  const band = bandOf(lanes, lane)
  return band === undefined ? 0 : band.top + (lane - band.first) * lanes.laneHeight
}

/** The first lanes at which a message of so many lanes can stand: within a band. */
export function startsFor({ bands }: Pick<Lanes, 'bands'>, lanes: number): number[] {
  return bands.flatMap((band) => Array.from({ length: Math.max(0, band.lanes - lanes + 1) }, (_, at) => band.first + at))
}

/** The left edge of a message at this time. */
export function leftAt({ place, shownAtMs }: Shown, nowMs: number): number {
  return place.x - (place.lane?.pxPerMs ?? 0) * (nowMs - shownAtMs)
}

/** A number from 0 to 1 that is always the same for the same text (FNV-1a). */
export function jitterOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  return ((Math.imul(hash, 0x2c1b3c6d) >>> 8) & 0xffff) / 0x10000
}
