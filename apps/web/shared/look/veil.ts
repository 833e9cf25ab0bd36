import { type Colour, contrast, luminance } from './colours.ts'

/** A margin for the rounding of a browser and for its scaling of a picture. */
const MARGIN = 1.02

interface Readable {
  readonly ground: Colour
  /** The colour of every text over the picture. */
  readonly ink: Colour
  /** The least contrast of a text. */
  readonly ratio: number
}

/**
 * How much of a veil in the colour of the ground a picture needs, 0 to 1, so that a text over any spot of it keeps the contrast (LOOK-2). The worst spot is the
 * one nearest to the ink: the darkest under dark letters, the lightest under light ones.
 */
export function veilFor(tones: { readonly darkest: Colour; readonly lightest: Colour }, { ground, ink, ratio }: Readable): number {
  const isDarkInk = luminance(ink) < luminance(ground)
  const worst = isDarkInk ? tones.darkest : tones.lightest
  for (let percent = 0; percent < 100; percent += 1) {
    const seen = under(percent / 100, ground, worst)
    const isOnItsSide = luminance(ink) < luminance(seen) === isDarkInk
    if (isOnItsSide && contrast(seen, ink) >= ratio * MARGIN) return percent / 100
  }
  return 1
}

function under(veil: number, ground: Colour, spot: Colour): Colour {
  const mix = (at: 0 | 1 | 2) => ground[at] * veil + spot[at] * (1 - veil)
  return [mix(0), mix(1), mix(2)]
}

/** A logo with less contrast than this would be lost on the ground. */
const LOST_BELOW = 2

/** Whether a logo needs a plate: nothing in it stands out from the ground. */
export function needsPlate(tones: { readonly darkest: Colour; readonly lightest: Colour }, ground: Colour): boolean {
  return Math.max(contrast(tones.darkest, ground), contrast(tones.lightest, ground)) < LOST_BELOW
}
