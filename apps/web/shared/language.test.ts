import { describe, expect, it } from 'vitest'
import { pickLanguage } from './language.ts'

describe('the language of a page', () => {
  it('is the chosen one', () => {
    expect(pickLanguage('en', ['zh-CN'])).toBe('en')
  })

  it('without a choice is the first of the browser’s that has a catalog', () => {
    expect(pickLanguage(null, ['zh-TW', 'en'])).toBe('zh-CN')
    expect(pickLanguage(null, ['fr', 'en-GB', 'zh'])).toBe('en')
    expect(pickLanguage('klingon', ['zh'])).toBe('zh-CN')
  })

  it('without either is English', () => {
    expect(pickLanguage(null, ['pt-PT'])).toBe('en')
  })
})
