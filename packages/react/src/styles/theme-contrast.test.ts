import { ThemeSchema } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { coloursOf, EDGE_PAIRS, SIGN_PAIRS, TEXT_PAIRS, tooLow } from '../../../../tests/support/contrast.ts'
import { REACT, rulesOf, sheetOf } from '../../../../tests/support/style-sheets.ts'

const SHEET = `${REACT}/styles/themes.css`
const propsOf = (theme: string): string[] =>
  rulesOf(sheetOf(SHEET))
    .filter(({ selectors }) => selectors.includes(`[data-theme="${theme}"]`))
    .flatMap((rule) => rule.nodes.flatMap((node) => (node.type === 'decl' ? [node.prop] : [])))

describe.each(ThemeSchema.options)('[P1] the theme %s', (theme) => {
  const colour = coloursOf(SHEET, `[data-theme="${theme}"]`)

  it('holds 7:1 for every text on everything it stands on', () => {
    expect(tooLow(colour, [...TEXT_PAIRS, ['gw-qr-ink', 'gw-qr-ground']], 7)).toEqual([])
  })

  it('holds 4.5:1 for a sign on its own ground, 3:1 for what has to be seen as an edge', () => {
    expect(tooLow(colour, SIGN_PAIRS, 4.5)).toEqual([])
    expect(tooLow(colour, EDGE_PAIRS, 3)).toEqual([])
  })

  it('sets every token that the first one sets', () => {
    expect(propsOf(theme)).toEqual(propsOf('linen'))
  })
})

it('a page with a theme that it does not know looks like the first one', () => {
  expect(coloursOf(SHEET, ':root')('gw-ground')).toBe(coloursOf(SHEET, '[data-theme="linen"]')('gw-ground'))
})
