import { ERROR_CODES } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { errorSentences, errorSentence } from './error-sentences.ts'
import { LANGUAGES } from './catalogs.ts'
import { PSEUDO_LANGUAGE } from './pseudo-language.ts'

describe.each(LANGUAGES.filter((language) => language !== PSEUDO_LANGUAGE))('refusals in %s', (language) => {
  it.each([...ERROR_CODES, 'network', 'foreign'])('has a plain sentence for %s', (code) => {
    const sentence = errorSentence(language, code)
    expect(sentence).toMatch(/[.。]$/)
    expect(sentence).not.toMatch(/_|HTTP|JSON|frame|schema/)
    expect(/\p{Script=Han}/u.test(sentence)).toBe(language === 'zh-CN')
  })

  it('has no sentence for a code that does not exist', () => {
    expect(Object.keys(errorSentences(language)).sort()).toEqual([...ERROR_CODES, 'network', 'foreign'].sort())
  })

  it('has a sentence for a code that only a newer server knows', () => {
    expect(errorSentence(language, 'brewing_tea')).toBe(errorSentences(language).internal)
  })
})
