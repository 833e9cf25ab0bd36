import { describe, expect, it } from 'vitest'
import { coloursOf, EDGE_PAIRS, SIGN_PAIRS, TEXT_PAIRS, tooLow } from '../../../../tests/support/contrast.ts'
import { declarationsOf, REACT, rulesOf, sheetOf, sheetsBelow, WEB } from '../../../../tests/support/style-sheets.ts'

const DARK = `${WEB}/shared/styles/dark.css`
const THEMES = `${REACT}/styles/themes.css`

/** The themes that are light by themselves. */
const LIGHT = rulesOf(sheetOf(THEMES)).flatMap((rule) =>
  declarationsOf(rule).some(({ prop, value }) => prop === '--gw-color-scheme' && value === 'light')
    ? [...rule.selector.matchAll(/"(\w+)"/g)].map(([, theme = '']) => theme)
    : [],
)

describe('on a device that asks for dark', () => {
  it('every light theme has a dark form', () => {
    expect(LIGHT.length).toBeGreaterThan(2)
    for (const theme of LIGHT) expect(() => coloursOf(DARK, `:root[data-theme="${theme}"]`)('gw-ground')).not.toThrow()
  })

  it.each(LIGHT)('text in the dark form of %s holds 4.5:1 on everything it stands on, edges 3:1', (theme) => {
    const colour = coloursOf(DARK, `:root[data-theme="${theme}"]`)
    expect(tooLow(colour, [...TEXT_PAIRS, ...SIGN_PAIRS], 4.5)).toEqual([])
    expect(tooLow(colour, EDGE_PAIRS, 3)).toEqual([])
  })

  it('the offer to undo holds 4.5:1 on its bar in the colour of ink', () => {
    const [theme, app] = [coloursOf(DARK, ':root[data-theme="linen"]'), coloursOf(DARK, ':root')]
    expect(tooLow((name) => (name.startsWith('app-') ? app(name) : theme(name)), [['app-undo', 'gw-ink']], 4.5)).toEqual([])
  })

  it('the page changes, and nothing on it that has a theme of its own; a wall never does', () => {
    const selectors = rulesOf(sheetOf(DARK)).flatMap((rule) => rule.selectors)
    expect(selectors.filter((selector) => !selector.startsWith(':root'))).toEqual([])
    const pages = ['guest', 'host', 'missing', 'wall'].filter((page) =>
      sheetsBelow(`${WEB}/${page}/${page}.css`).some(({ path }) => path === DARK),
    )
    expect(pages).toEqual(['guest', 'host', 'missing'])
  })
})
