import { describe, expect, it } from 'vitest'
import { breakParts } from './break-parts.ts'
import { tieEmoji, WORD_JOINER } from './emoji-runs.ts'

const shown = (text: string): string => tieEmoji(text).split(WORD_JOINER).join('|')

describe('a run of the same emoji', () => {
  it('is tied, and nothing else is changed', () => {
    expect(shown('🎉🎉🎉 新婚快乐')).toBe('🎉|🎉|🎉 新婚快乐')
    expect(shown('❤️❤️ 👍🏽👍🏽 👨‍👩‍👧👨‍👩‍👧 🇨🇳🇨🇳')).toBe('❤️|❤️ 👍🏽|👍🏽 👨‍👩‍👧|👨‍👩‍👧 🇨🇳|🇨🇳')
    expect(shown('🎉🥂🎊 111 aaa 喜喜')).toBe('🎉🥂🎊 111 aaa 喜喜')
  })

  it('is tied in groups of six, so that a long one still breaks', () => {
    expect(shown('🎉'.repeat(9))).toBe(`${Array(6).fill('🎉').join('|')}${Array(3).fill('🎉').join('|')}`)
  })

  it('is one part of a Chinese text', () => {
    expect(breakParts(tieEmoji('新婚快乐🎉🎉🎉永结同心'))).toContain(tieEmoji('🎉🎉🎉'))
  })
})
