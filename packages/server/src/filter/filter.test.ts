import { DEFAULT_FILTER_SETTINGS, type FilterSettings } from '@guestwall/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Filter } from './filter.ts'

const filterWith = (settings: Partial<FilterSettings> = {}) => new Filter({ ...DEFAULT_FILTER_SETTINGS, ...settings })
const rulesOf = (text: string, settings?: Partial<FilterSettings>) => [
  ...new Set(
    filterWith(settings)
      .findings(text)
      .map(({ rule }) => rule),
  ),
]

describe('a word is found', () => {
  test.each([
    ['apart', 'f u c k'],
    ['with punctuation', 'f.u-c_k'],
    ['over lines', 'fu\nck you'],
    ['with letters repeated', 'fuuuuck'],
    ['with a doubled letter apart', 'a s s h o l e'],
    ['with digits for letters', 'sh1t'],
    ['with signs for letters', 'a$$hole'],
    ['with letters covered', 'f**k you'],
    ['with digits between letters', 'f1u1c1k'],
    ['backwards', 'kcuf'],
    ['that is also a name, apart', 'd i c k'],
    ['that is also a name, with a digit for a letter', 'd1ck'],
    ['in another script', 'ѕhіt'],
    ['in full width', 'ｆｕｃｋ'],
    ['in mathematical letters', '𝓯𝓾𝓬𝓴'],
    ['in flags', '🇫🇺🇨🇰'],
    ['with invisible characters', 'f\u200Bu\u00ADc\u2060k'],
    ['with marks', 'f\u0336u\u0336c\u0336k\u0336'],
    ['with emoji', 'f😀u😀c😀k'],
    ['in Chinese', '你是傻逼'],
    ['in Chinese, apart', '傻 逼'],
    ['in a dialect', '妈卖批'],
    ['at the end of another', '真特么热'],
    ['in Chinese, with emoji', '傻🐶逼'],
    ['in Chinese, over lines', '傻\n逼'],
    ['in traditional characters', '操你媽'],
    ['in characters of the same sound', '曹尼玛'],
    ['in other characters of the same sound', '槽尼马'],
    ['partly in pinyin', '傻bi'],
    ['in pinyin', 'caonima'],
    ['in pinyin with tones', 'cāo nǐ mā'],
    ['in letters of pinyin, apart', 'c a o n i m a'],
  ])('%s: %s', (_, text) => {
    expect(rulesOf(text)).toEqual(['word'])
  })
})

describe('another rule finds', () => {
  test.each([
    ['link', 'https://example.com/x'],
    ['link', 'example。com'],
    ['link', 'example [dot] com'],
    ['link', 't.me/abc'],
    ['link', 'bit.ly∕abc'],
    ['link', 'bit.ly／abc'],
    ['link', 'bit。ly/abc'],
    ['link', 'bit.ly⁄abc'],
    ['contact', '加微信 abc123'],
    ['contact', '加wei信'],
    ['contact', 'QQ：１２３４５６７８'],
    ['contact', '+V：abc123'],
    ['contact', 'someone@example.com'],
    ['phone', '138 0013 8000'],
    ['phone', '一三八零零一三八零零零'],
    ['phone', '1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣'],
    ['phone', '+44 7700 900123'],
    ['repeat', '哈'.repeat(80)],
    ['repeat', 'buy it '.repeat(20)],
  ])('%s: %s', (rule, text) => {
    expect(rulesOf(text)).toContain(rule)
  })
})

const HARMLESS = `
Scunthorpe
Penistone
Uncle Dick
Dick 60
D. I. C. Kim
a1b2c3d4e5
seat F1 U1 C1 K1
妈妈卖批萨
这份礼物好独特么
他是模特么
波特么么哒
3∕4 of us
Mr. Cox
Wang Fuk
Phuc Nguyen
Aunt Fanny
assassin
first class
cocktail
Shiitake
Arsenal
analysis
Bengal
the pen is blue
spices
therapist
Aishiteru
breast cancer walk
seat A55
妈妈的手艺
操场
体操你会吗
早操
一起做爱心早餐
干杯
草地婚礼
艹
鸡年
吊灯
来自日照
今日你最美
路口交警
白色情人节
加油
微信上看到照片了
微信红包
曹操你怎么看
5201314
1314 520 1314
2026.11.25
18:30
100年好合
份子钱 1888
幸福路 123 号 4 栋 502
11:9 11:7 8:11 11:6
1998.10.12 - 2026.11.25
1998.10.12 520
as soon as possible
Niger
Wang bad an
哈哈哈哈哈哈哈哈哈
Node.js
ASP.NET
I love you.Me too
❤️❤️❤️❤️❤️
<3 <3 <3
a@小明
`

describe('a harmless text passes', () => {
  test.each(HARMLESS.trim().split('\n'))('%s', (text) => {
    expect(filterWith().findings(text)).toEqual([])
  })
})

test('a finding names the part of the text as written', () => {
  const text = '🎉 you f u\u200B c k, 加微信'
  expect(filterWith().findings(text)).toEqual([
    { rule: 'word', effect: 'hold', start: 7, end: 15, text: 'f u\u200B c k' },
    { rule: 'contact', effect: 'hold', start: 17, end: 20, text: '加微信' },
  ])
})

test('[MOD-8] an account is named a contact and not a link, with the effect of links; the address in an address of mail is named once', () => {
  const named = (text: string) =>
    filterWith()
      .findings(text)
      .map(({ rule, text: found }) => `${rule} ${found}`)
  expect(named('加微信 abc123，见 example.com')).toEqual(['link example.com', 'contact 加微信 abc123'])
  expect(named('someone@example.com')).toEqual(['contact someone@example.com'])
  const effectsOf = (link: FilterSettings['link']) =>
    ['加微信 abc123', 'example.com'].map((text) => filterWith({ link }).judge(text).effect)
  expect([effectsOf('off'), effectsOf('refuse')]).toEqual([
    ['pass', 'pass'],
    ['refuse', 'refuse'],
  ])
})

test('the strictest effect among the rules that found something counts', () => {
  const filter = filterWith({ word: 'hold', link: 'refuse', phone: 'off' })
  expect(filter.judge('shit').effect).toBe('hold')
  expect(filter.judge('shit example.com').effect).toBe('refuse')
  expect(filter.judge('13800138000')).toEqual({ effect: 'pass', findings: [] })
})

test('a word of the host is found as a whole word, or with letters where it has a star', () => {
  const words = ['spoiler', 'foo*', '保密项目']
  expect(rulesOf('no s p o i l e r please', { words })).toEqual(['word'])
  expect(rulesOf('food', { words })).toEqual(['word'])
  expect(rulesOf('保 密 項 目', { words })).toEqual(['word'])
  expect(rulesOf('unspoilered', { words })).toEqual([])
})

test('an exception of the host takes out what lies in it, for every rule', () => {
  const exceptions = ['our-wedding.example.com', 'Dildo, Newfoundland']
  expect(rulesOf('see our-wedding.example.com', { exceptions })).toEqual([])
  expect(rulesOf('Dildo, Newfoundland', { exceptions })).toEqual([])
  expect(rulesOf('dildo', { exceptions })).toEqual(['word'])
})

test('[MOD-8] a word of the host is held or refused by its list, whatever is done with the built-in words; the stricter list counts', () => {
  const lists = { words: ['紫色大象', 'both'], refusedWords: ['旧名字', 'both'] }
  const effectsOf = (word: FilterSettings['word']) =>
    ['紫 色 大 象', '旧名字', 'both', 'shit', '新婚快乐'].map((text) => filterWith({ ...lists, word }).judge(text).effect)
  expect(effectsOf('off')).toEqual(['hold', 'refuse', 'refuse', 'pass', 'pass'])
  expect(effectsOf('hold')).toEqual(['hold', 'refuse', 'refuse', 'hold', 'pass'])
  expect(effectsOf('refuse')).toEqual(['hold', 'refuse', 'refuse', 'refuse', 'pass'])
  const excepted = filterWith({ ...lists, exceptions: ['旧名字酒家'] })
  expect(excepted.judge('旧名字酒家').effect).toBe('pass')
})

test('[MOD-8] words in settings of an earlier version, which have one list, have the effect of their rule', () => {
  const effectOf = (word: FilterSettings['word']) =>
    filterWith({ words: ['紫色大象'], refusedWords: undefined, word }).judge('紫色大象').effect
  expect((['off', 'hold', 'refuse'] as const).map(effectOf)).toEqual(['pass', 'hold', 'refuse'])
})

test('without the built-in words only those of the host are found', () => {
  expect(rulesOf('shit', { builtInWords: false })).toEqual([])
  expect(rulesOf('secret', { builtInWords: false, words: ['secret'] })).toEqual(['word'])
})

test('any text is judged, and findings lie in it', () => {
  const filter = filterWith()
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('f', 'u', 'c', 'k', '傻', '逼', '1', '.', '+', ' ', '\u200B', '\uD83D') }),
  )
  fc.assert(
    fc.property(hostile, (text) => {
      for (const { start, end, text: found } of filter.findings(text)) {
        expect({ found, isLong: end > start }).toEqual({ found: text.slice(start, end), isLong: true })
      }
    }),
  )
})
