import { declarationsOf, rulesOf, sheetOf } from './style-sheets.ts'

/** The colours that the rules with this selector set in a sheet, by the names of their tokens. */
export function coloursOf(path: string, selector: string): (name: string) => string {
  const colours = new Map(
    rulesOf(sheetOf(path))
      .filter((rule) => rule.selectors.includes(selector))
      .flatMap((rule) => declarationsOf(rule).map(({ prop, value }) => [prop, value] as const)),
  )
  return (name) => {
    const colour = colours.get(`--${name}`)
    if (colour === undefined || !/^#[0-9a-f]{6}$/.test(colour)) throw new Error(`${selector} in ${path} has no colour ${name}: ${colour}`)
    return colour
  }
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of two colours by WCAG, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Pairs of tokens whose contrast is too low: `text on ground 4.32`. */
export function tooLow(colour: (name: string) => string, pairs: readonly (readonly [string, string])[], least: number): string[] {
  return pairs.flatMap(([text, ground]) => {
    const ratio = contrast(colour(text), colour(ground))
    return ratio >= least ? [] : [`${text} on ${ground} ${ratio.toFixed(2)}`]
  })
}

const GROUNDS = ['gw-ground', 'gw-ground-2', 'gw-card', 'gw-own']
const TEXTS = ['gw-ink', 'gw-soft', 'gw-gold-ink', 'gw-ok', 'gw-warn', 'gw-accent-ink']

/** The pairs of text and ground, in every theme. */
export const TEXT_PAIRS: readonly (readonly [string, string])[] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ['gw-on-accent', 'gw-accent-fill'],
  ['gw-bar-ink', 'gw-bar'],
  ['gw-bar-win-ink', 'gw-bar-win'],
]
/** Signs and short notices that are large, or have a word beside them. */
export const SIGN_PAIRS = [
  ['gw-warn', 'gw-warn-ground'],
  ['gw-accent-ink', 'gw-warn-ground'],
  ['gw-seal-ink', 'gw-seal'],
] as const
/** The colours of edges. */
export const EDGE_PAIRS = [
  ['gw-edge', 'gw-card'],
  ['gw-gold', 'gw-card'],
  ['gw-gold', 'gw-ground'],
] as const
