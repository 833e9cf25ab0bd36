import { describe, expect, it } from 'vitest'
import * as en from '../messages/en.ts'
import * as zh from '../messages/zh-CN.ts'
import { byLanguage, LANGUAGES } from './catalogs.ts'
import { PSEUDO_LANGUAGE, pseudo } from './pseudo-language.ts'

type Leaf = readonly [path: string, text: string]

/** Every text of a catalog; a text with a number in it is asked for 1 and 12. */
function leaves(part: unknown, path = ''): Leaf[] {
  if (typeof part === 'string') return [[path, part]]
  if (typeof part === 'function')
    return [1, 12].flatMap((count) => leaves((part as (count: number) => unknown)(count), `${path}(${count})`))
  return Object.entries(part as object).flatMap(([key, value]) => leaves(value, `${path}.${key}`))
}

/** The server's own sentence, which the pages replace. */
const without = ({ components, ...rest }: typeof en | typeof zh) => ({
  ...rest,
  components: { ...components, stream: { ...components.stream, reason: '' } },
})

/** Texts that are the same in both languages or empty on purpose; names are content. */
const EXEMPT = /locale$|reason$|writingAs\.after$|titleExample$|subtitleExample$|^\.names|^\.language|^\.addresses\.kinds|\.messages$/

const catalogs = { 'zh-CN': without(zh), en: without(en) }

describe('the catalogs', () => {
  it('have the same texts in every language', () => {
    const paths = (catalog: object) => leaves(catalog).map(([path]) => path)
    const own = (catalog: object) => paths({ ...catalog, names: '' })
    expect(own(catalogs.en).length).toBeGreaterThan(400)
    expect(own(catalogs.en).sort()).toEqual(own(catalogs['zh-CN']).sort())
  })

  it('the Chinese catalog is in Chinese and the English one is not', () => {
    const han = /\p{Script=Han}/u
    const isNumber = (text: string) => /^\d+$/.test(text)
    const texts = (catalog: object) => leaves(catalog).filter(([path, text]) => !EXEMPT.test(path) && !isNumber(text))
    for (const [path, text] of texts(catalogs['zh-CN'])) expect(text, path).toMatch(han)
    for (const [path, text] of texts(catalogs.en)) {
      expect(text.replace('囍', ''), path).not.toMatch(han)
      expect(text, path).not.toBe('')
    }
  })

  it('are one file a language: what lies in `messages` can be chosen', () => {
    expect(LANGUAGES).toEqual(['en', 'zh-CN', PSEUDO_LANGUAGE])
  })

  it('English is the fallback for a language without a catalog', () => {
    expect(byLanguage({ '../messages/en.ts': 'Hello', '../messages/pt-BR.ts': 'Olá' })('pt-BR')).toBe('Olá')
    expect(byLanguage({ '../messages/en.ts': 'Hello' })('fi')).toBe('Hello')
  })
})
describe('the pseudo-language', () => {
  it('has brackets around each text and two fifths more letters, also in what functions answer', () => {
    for (const text of ['Join a wall', 'OK', 'The server cannot save right now. Messages wait on the guests’ phones.']) {
      const longer = pseudo(text)
      expect(longer).toMatch(/^\[.*\]$/)
      expect(longer.length).toBeGreaterThanOrEqual(Math.min(text.length * 1.4, text.length + 2))
      expect(longer.length).toBeLessThanOrEqual(text.length * 1.4 + 3)
    }
    expect(pseudo({ here: (count: number) => `${count} here` }).here(3)).toMatch(/^\[3 .*\]$/)
    expect(pseudo((count: number): readonly [string, string] => [String(count), 'messages'])(12)[0]).toBe('12')
  })

  it('leaves lists and examples alone: they are content', () => {
    const content = { first: ['Merry'], between: ' ', titleExample: 'Ana & Miguel' }
    expect(pseudo(content)).toEqual(content)
  })
})
