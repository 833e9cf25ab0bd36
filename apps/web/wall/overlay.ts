import type { DanmakuDensity, DanmakuRegion } from '@guestwall/protocol'

/** The picture of an overlay: the message that a host shows large as a lower third, or messages that pass. */
export interface Overlay {
  readonly kind: 'lower-third' | 'danmaku'
  readonly region: DanmakuRegion
  readonly density: DanmakuDensity
  /** The card with the code. */
  readonly hasEntrance: boolean
  /** While a host enlarges no message, a lower third shows the latest one. */
  readonly isLatest: boolean
}

const REGIONS: readonly DanmakuRegion[] = ['around', 'top', 'bottom', 'all']
const DENSITIES: readonly DanmakuDensity[] = ['low', 'normal', 'high']

/** Reads `?overlay=danmaku&region=top&density=low&code=off&latest=on` of the wall's address; `null`: it is no overlay. A value that is not known is the usual one. */
export function readOverlay(search: string): Overlay | null {
  const given = new URLSearchParams(search)
  const kind = given.get('overlay')
  if (kind === null) return null
  return {
    kind: kind === 'danmaku' ? 'danmaku' : 'lower-third',
    region: REGIONS.find((region) => region === given.get('region')) ?? 'top',
    density: DENSITIES.find((density) => density === given.get('density')) ?? 'normal',
    hasEntrance: given.get('code') !== 'off',
    isLatest: given.get('latest') === 'on',
  }
}
