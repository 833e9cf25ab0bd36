import type { DanmakuDensity, DanmakuRegion } from '@guestwall/protocol'
import type { Shown } from '../wall/layout.ts'

/** Lanes that lie side by side, and nothing between them. Lengths are in pixels. */
export interface Band {
  /** From the top of the stage. */
  readonly top: number
  /** The number of the first lane. */
  readonly first: number
  readonly lanes: number
  /** From the left edge of the stage. Messages enter at its end. */
  readonly width: number
}

/** Room at the right edge of the stage, in the middle of what no lane covers, or of the whole stage: no message is ever in it. */
export interface Aside {
  readonly width: number
  readonly height: number
}

/** The lanes of a screen, and how fast and how closely messages pass in them. Lengths are in pixels. */
export interface Lanes {
  readonly bands: readonly Band[]
  /** What lies between the bands, or beside the only one: the distances from the top and the bottom of the stage. */
  readonly free: { readonly top: number; readonly bottom: number }
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
  /** `null`: messages pass over the whole width. */
  readonly aside?: Aside | null
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

export function danmakuLanes(room: LaneRoom): Lanes {
  const { width, unit, density } = room
  const { gap, spread, isFull } = DENSITIES[density]
  return {
    ...fieldOf(room, LANE * unit),
    width,
    laneHeight: LANE * unit,
    gap: gap * unit,
    spread: spread * unit,
    fade: FADE * unit,
    pxPerMs: (SPEED_PER_S * unit) / 1000,
    isFull,
  }
}

function fieldOf({ width, height, region, middle, aside = null }: LaneRoom, lane: number): Pick<Lanes, 'bands' | 'free'> {
  if (region === 'all') return { bands: bandsAround(aside, width, height, lane), free: { top: 0, bottom: 0 } }
  const lanes = lanesIn((height - Math.max(middle, aside?.height ?? 0)) / 2, lane, MOST_LANES_OF_A_BAND)
  const taken = lanes * lane
  const above: Band = { top: 0, first: 0, lanes, width }
  const below: Band = { top: height - taken, first: lanes, lanes, width }
  if (region === 'top') return { bands: [above], free: { top: taken, bottom: 0 } }
  if (region === 'bottom') return { bands: [{ ...below, first: 0 }], free: { top: 0, bottom: taken } }
  return { bands: [above, below], free: { top: taken, bottom: taken } }
}

/** Lanes over the whole height. Those that would meet what stands at the right edge end before it. */
function bandsAround(aside: Aside | null, width: number, height: number, lane: number): readonly Band[] {
  const count = lanesIn(height, lane, Number.POSITIVE_INFINITY)
  if (aside === null) return [{ top: 0, first: 0, lanes: count, width }]
  const first = Math.min(count, Math.max(0, Math.floor((height - aside.height) / 2 / lane + 0.01)))
  const end = Math.min(count, Math.ceil((height + aside.height) / 2 / lane - 0.01))
  const bands = [
    { from: 0, to: first, width },
    { from: first, to: end, width: width - aside.width },
    { from: end, to: count, width },
  ]
  return bands
    .filter(({ from, to }) => to > from)
    .map((band) => ({ top: band.from * lane, first: band.from, lanes: band.to - band.from, width: band.width }))
}

function lanesIn(height: number, lane: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(height / lane + 0.01)))
}

/** The band that has this lane. */
export function bandOf({ bands }: Pick<Lanes, 'bands'>, lane: number): Band | undefined {
  return bands.find(({ first, lanes }) => lane >= first && lane < first + lanes)
}

/** Where messages enter this lane. */
export function laneWidth(lanes: Lanes, lane: number): number {
  return bandOf(lanes, lane)?.width ?? lanes.width
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
