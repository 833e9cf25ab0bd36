import { ThemeSchema } from '@guestwall/protocol'
import { expect, it } from 'vitest'
import { coloursOf, contrast } from '../../../../tests/support/contrast.ts'
import { REACT, WEB } from '../../../../tests/support/style-sheets.ts'
import { type Colour, colourOf } from './colours.ts'
import { needsPlate, veilFor } from './veil.ts'

const THEMES = `${REACT}/styles/themes.css`
const DARK = `${WEB}/shared/styles/dark.css`
const grounds = [
  ...ThemeSchema.options.map((theme) => [7, theme, coloursOf(THEMES, `[data-theme="${theme}"]`)] as const),
  ...ThemeSchema.options.map((theme) => [4.5, theme, coloursOf(THEMES, `[data-theme="${theme}"]`)] as const),
  ...['linen', 'garden', 'paper'].map((theme) => [4.5, `${theme} in the dark`, coloursOf(DARK, `:root[data-theme="${theme}"]`)] as const),
]
const colour = (text: string) => colourOf(text) as Colour
const hex = (channels: readonly number[]) => `#${channels.map((each) => Math.round(each).toString(16).padStart(2, '0')).join('')}`

/** Spots of every kind, and pictures between two of them. */
const SPOTS = ['#000000', '#ffffff', '#ff0000', '#00ff00', '#0000ff', '#808080', '#7a1214', '#f6f0e6', '#1c1613', '#e3c184']
const pictures = SPOTS.flatMap((darkest) => SPOTS.map((lightest) => [darkest, lightest] as const)).filter(([one, other]) =>
  colour(one).every((channel, at) => channel <= (colour(other)[at] ?? 0)),
)

it.each(grounds)('[LOOK-2] over any picture, veiled as much as it needs, text keeps %f:1 on %s', (ratio, _, of) => {
  const [ground, ink] = [of('gw-ground'), of('gw-ink')]
  for (const [darkest, lightest] of pictures) {
    const veil = veilFor({ darkest: colour(darkest), lightest: colour(lightest) }, { ground: colour(ground), ink: colour(ink), ratio })
    for (const part of [0, 0.25, 0.5, 0.75, 1]) {
      const spot = colour(darkest).map((channel, at) => channel + part * ((colour(lightest)[at] ?? 0) - channel))
      const seen = hex(spot.map((channel, at) => (colour(ground)[at] ?? 0) * veil + channel * (1 - veil)))
      expect([seen, contrast(seen, ink) >= ratio]).toEqual([seen, true])
    }
  }
})

it('[LOOK-2] a picture in the tone of the theme needs no veil, and one that is against it keeps a part of itself', () => {
  const light = { ground: colour('#f6f0e6'), ink: colour('#2a211c'), ratio: 7 }
  expect(veilFor({ darkest: colour('#d9c7ac'), lightest: colour('#ffffff') }, light)).toBe(0)
  const veil = veilFor({ darkest: colour('#000000'), lightest: colour('#ffffff') }, light)
  expect([veil > 0.5, veil < 0.85]).toEqual([true, true])
})

it('a logo gets a plate only where nothing of it stands out from the ground', () => {
  const ground = colour('#f6f0e6')
  expect(needsPlate({ darkest: colour('#ffffff'), lightest: colour('#ffffff') }, ground)).toBe(true)
  expect(needsPlate({ darkest: colour('#203040'), lightest: colour('#ffffff') }, ground)).toBe(false)
})
