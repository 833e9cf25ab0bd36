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
  WEB,
  weightOf,
} from '../../../../tests/support/style-sheets.ts'

const PAGES = [
  ...['guest', 'wall', 'host', 'missing', 'keepsake'].map((page) => `${WEB}/${page}/${page}.css`),
  // The sheets that the phone's page loads later.
  `${WEB}/guest/later.css`,
]
const OWN = filesOf(WEB, /\.css$/)
const ALL = [...filesOf(REACT, /\.css$/), ...OWN]
/** Where values are given their names. */
const NAMING = /\/styles\/(tokens|themes|dark|faces|fonts)\.css$/
const LAYERS = ['gw.reset', 'gw.tokens', 'gw.themes', 'gw.components', 'gw.page']

interface Value {
  readonly where: string
  readonly prop: string
  readonly value: string
}

const VALUES: readonly Value[] = ALL.filter((path) => !NAMING.test(path)).flatMap((path) =>
  rulesOf(sheetOf(path)).flatMap((rule) =>
    declarationsOf(rule).map(({ prop, value }) => ({ where: `${path}: ${rule.selector} { ${prop}: ${value} }`, prop, value })),
  ),
)

/** The tokens of a kind, by their values. */
function tokens(kind: string): Map<string, string> {
  const sheets = [`${REACT}/styles/tokens.css`, `${WEB}/shared/styles/tokens.css`].map(sheetOf)
  const found = new Map<string, string>()
  for (const sheet of sheets) sheet.walkDecls(new RegExp(`^--gw-${kind}`), ({ prop, value }) => void found.set(value, prop))
  return found
}

const wrong = (of: RegExp, isWrong: (value: string) => boolean): string[] =>
  VALUES.filter(({ prop, value }) => of.test(prop) && isWrong(value)).map(({ where }) => where)

describe('a value with a token is used by the name of the token', () => {
  it('colours stand in themes.css and tokens.css alone', () => {
    expect(wrong(/^(?!content)/, (value) => /#[0-9a-f]{3,8}\b|\brgba?\(\s*\d|\bhsla?\(/i.test(value))).toEqual([])
  })

  it('a font size is a token, a part of the size around it, or a part of the screen', () => {
    const literal = /\d(rem|px|pt)\b/
    expect(wrong(/^font(-size)?$/, (value) => literal.test(value.replace(/\b(min|max)\([^)]*\)/g, '')))).toEqual([])
  })

  it('levels and durations are tokens', () => {
    expect(wrong(/^z-index$/, (value) => !value.startsWith('var('))).toEqual([])
    expect(wrong(/^(animation|transition)/, (value) => /\d(ms|s)\b(?<!\b0s)/.test(value))).toEqual([])
  })

  it.each([
    ['space-', /^(padding|margin|gap|row-gap|column-gap|inset)/],
    ['radius-', /^border-radius$/],
    ['control', /^min-(width|height)$/],
  ])('where a token %s has the value it is used', (kind, props) => {
    const named = tokens(kind)
    expect(named.size).toBeGreaterThan(2)
    expect(wrong(props, (value) => value.split(/[\s,()]+/).some((part) => named.has(part)))).toEqual([])
  })

  it('a token that is used exists', () => {
    const text = ALL.map(textOf).join('\n')
    const set = new Set([...text.matchAll(/(--(?:gw|app)-[\w-]+):/g)].map((match) => match[1]))
    // These are set by scripts.
    const byScripts = [
      '--gw-u',
      '--gw-enters',
      '--gw-delay',
      '--gw-reading',
      '--gw-lane-u',
      '--gw-lane-fade',
      '--app-top',
      '--app-height',
      '--app-qr',
      '--app-words',
    ]
    const used = new Set([...text.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name))
    expect([...used].filter((name) => !set.has(name) && !byScripts.includes(name))).toEqual([])
  })

  it('a token that exists is used', () => {
    const text = [...ALL, ...filesOf(REACT, /\.tsx?$/), ...filesOf(WEB, /\.tsx?$/)].map(textOf).join('\n')
    const set = new Set([...text.matchAll(/^\s*(--(?:gw|app)-[\w-]+):/gm)].map(([, name = '']) => name))
    expect([...set].filter((name) => !text.includes(`var(${name}`) && !text.includes(`'${name}'`))).toEqual([])
  })
})

describe('the style sheets of the pages', () => {
  it('belong to a screen: every class of theirs occurs in one', () => {
    const sources = [...filesOf(WEB, /(?<!\.test)\.(tsx?|html)$/), ...filesOf(REACT, /(?<!\.test)\.tsx$/)].map(textOf).join('\n')
    const classes = new Set(OWN.flatMap((path) => rulesOf(sheetOf(path)).flatMap(({ selector }) => classesOf(selector))))
    expect(classes.size).toBeGreaterThan(150)
    expect([...classes].filter((name) => !namesClass(sources, name))).toEqual([])
  })

  it('are each loaded by a page, in one of the layers', () => {
    const loaded = new Map(PAGES.flatMap((page) => sheetsBelow(page)).map(({ path, layer }) => [path, layer]))
    const rest = OWN.filter((path) => !PAGES.includes(path))
    expect(rest.filter((path) => !LAYERS.includes(loaded.get(path) ?? ''))).toEqual([])
  })

  it('style elements without a class only in the reset', () => {
    const bare = OWN.filter((path) => !path.endsWith('/reset.css')).flatMap((path) =>
      rulesOf(sheetOf(path)).flatMap((rule) =>
        rule.selectors
          .filter((selector) => !/^\.|^\[data-theme="\w+"\] \./.test(selector))
          .filter(
            (selector) =>
              !/^:root(\[data-theme="\w+"\]|:not\(\[data-theme\]\))?$/.test(selector) ||
              declarationsOf(rule).some(({ prop }) => !prop.startsWith('--')),
          )
          .map((selector) => `${path}: ${selector}`),
      ),
    )
    expect(bare).toEqual([])
  })

  it.each(PAGES)(
    '%s means the same with its layers and without them: no selector of an earlier layer outweighs one of a later layer',
    (page) => {
      const rules = sheetsBelow(page).flatMap(({ path, layer }) =>
        rulesOf(sheetOf(path)).flatMap((rule) =>
          rule.selectors.map((selector) => ({
            selector,
            level: LAYERS.indexOf(layer),
            subjects: subjectsOf(selector),
            pseudo: /::[\w-]+$/.exec(selector)?.[0] ?? '',
            props: declarationsOf(rule).map(({ prop }) => prop),
          })),
        ),
      )
      expect(rules.length).toBeGreaterThan(10)
      const found = rules.flatMap((later) =>
        rules
          .filter((earlier) => earlier.level < later.level && earlier.pseudo === later.pseudo && canBeOne(earlier.subjects, later.subjects))
          .filter((earlier) => weightOf(earlier.selector) > weightOf(later.selector))
          .filter((earlier) => earlier.props.some((one) => later.props.some((other) => isSameProperty(one, other))))
          .map((earlier) => `${earlier.selector} outweighs ${later.selector}`),
      )
      expect(found).toEqual([])
    },
  )
})

/** The classes of the element that a selector styles. */
function subjectsOf(selector: string): string[] {
  return classesOf(selector.split(/[\s>+~]+/).at(-1) ?? '')
}

/** Classes that stand on one element somewhere: named in one text, or given to a button. */
const TOGETHER: readonly ReadonlySet<string>[] = [...filesOf(WEB, /\.tsx$/), ...filesOf(REACT, /\.tsx$/)].flatMap((path) => {
  const text = textOf(path)
  const named = [...text.matchAll(/className="([^"]+)"/g)].map(([, names = '']) => names.split(' '))
  const buttons = [...text.matchAll(/<(?:Link|Confirm)?Button\b[^>]*?className="([^"]+)"/g)].map(([, names = '']) => [
    'gw-button',
    ...names.split(' '),
  ])
  return [...named, ...buttons].filter((names) => names.length > 1).map((names) => new Set(names))
})

/** Whether two selectors can style one element. */
function canBeOne(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return false
  if (one.some((name) => other.includes(name))) return true
  const all = [...one, ...other]
  return TOGETHER.some((names) => all.every((name) => names.has(name)))
}

/** One property, or a shorthand and a part of it. */
function isSameProperty(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`)
}

describe('what scrolls', () => {
  // Else an element that only screen readers have is placed by the page, and makes it as long as the list is.
  it('places its content itself', () => {
    const scrolling = ALL.flatMap((path) => rulesOf(sheetOf(path)).map((rule) => ({ path, rule }))).filter(({ rule }) =>
      declarationsOf(rule).some(({ prop, value }) => /^overflow(-y)?$/.test(prop) && /\b(auto|scroll)\b/.test(value)),
    )
    const unplaced = scrolling.filter(({ rule }) => !declarationsOf(rule).some(({ prop }) => prop === 'position'))
    expect(unplaced.map(({ path, rule }) => `${path}: ${rule.selector}`)).toEqual([])
  })
})
