import { describe, expect, it } from 'vitest'
import { pickLanguage } from './language.ts'

describe('the language of whoever looks', () => {
  it('what was chosen stays', () => {
    expect(pickLanguage('en', ['zh-CN'])).toBe('en')
  })

  it('else the first of the browser’s that we speak', () => {
    expect(pickLanguage(null, ['zh-TW', 'en'])).toBe('zh-CN')
    expect(pickLanguage(null, ['fr', 'en-GB', 'zh'])).toBe('en')
    expect(pickLanguage('klingon', ['zh'])).toBe('zh-CN')
  })

  it('else English', () => {
    expect(pickLanguage(null, ['pt-PT'])).toBe('en')
  })
})
