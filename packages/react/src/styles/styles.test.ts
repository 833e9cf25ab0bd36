import { describe, expect, it } from 'vitest'
import {
  classesOf,
  declarationsOf,
  filesOf,
  namesClass,
  REACT,
  rulesOf,
  sheetOf,
  sheetsBelow,
  textOf,
} from '../../../../tests/support/style-sheets.ts'

const SHEETS = filesOf(REACT, /\.css$/)
const SOURCES = filesOf(REACT, /(?<!\.test)\.tsx?$/)

/** Selectors that may stand outside the components, as long as they set nothing but custom properties. */
const TOKENS_ONLY = /^(:root|\[data-theme(="\w+")?\]|\[lang\]|:root:lang\(\w+\)|\[data-theme\]:lang\(\w+\)|\[lang\]:lang\(\w+\))$/

const SCOPE = /\.gw-[\w-]+|\[class\^="gw-"\]|\[class\*=" gw-"\]/

describe('the style sheets of the components', () => {
  it('name a class of a component in every selector; elsewhere they set custom properties alone, never the colour scheme of the page', () => {
    const found = SHEETS.flatMap((path) =>
      rulesOf(sheetOf(path)).flatMap((rule) =>
        rule.selectors
          .filter((selector) => !SCOPE.test(selector))
          .filter((selector) => !TOKENS_ONLY.test(selector) || declarationsOf(rule).some(({ prop }) => !prop.startsWith('--gw-')))
          .map((selector) => `${path}: ${selector}`),
      ),
    )
    expect(found).toEqual([])
  })

  it('name their animations and faces so that none of the page’s is replaced', () => {
    const names = SHEETS.flatMap((path) => {
      const own: string[] = []
      sheetOf(path).walkAtRules('keyframes', ({ params }) => void own.push(params))
      sheetOf(path).walkAtRules('font-face', (face) => face.walkDecls('font-family', ({ value }) => void own.push(value.replace(/"/g, ''))))
      return own
    })
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter((name) => !/^gw-|^Guestwall /.test(name))).toEqual([])
  })

  it('belong to a component: every class of theirs occurs in one', () => {
    const text = SOURCES.map(textOf).join('\n')
    const classes = new Set(SHEETS.flatMap((path) => rulesOf(sheetOf(path)).flatMap(({ selector }) => classesOf(selector))))
    expect(classes.size).toBeGreaterThan(100)
    expect([...classes].filter((name) => !namesClass(text, name))).toEqual([])
  })

  it('are all in `styles.css`, each in one layer', () => {
    const whole = sheetsBelow(`${REACT}/styles/index.css`)
    expect(
      SHEETS.filter((path) => !path.includes('/styles/')).filter(
        (path) => whole.find((sheet) => sheet.path === path)?.layer !== 'gw.components',
      ),
    ).toEqual([])
  })
})
