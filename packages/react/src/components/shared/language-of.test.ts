import { expect, it } from 'vitest'
import { languageOf } from './language-of.ts'

it.each([
  ['百年好合', 'zh-CN'],
  ['阿May', 'zh-CN'],
  ['末永くお幸せに', 'ja'],
  ['결혼 축하해요', 'ko'],
  ['Congratulations', 'und-Latn'],
  ['Félicitations à vous', 'und-Latn'],
  ['Поздравляю', 'und'],
  ['مبروك', 'und'],
  ['2026 · 11 · 22', undefined],
  ['🎉', undefined],
])('the script of %s says %s', (text, language) => {
  expect(languageOf(text)).toBe(language)
})
