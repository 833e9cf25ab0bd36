import { describe, expect, it } from 'vitest'
import { markText } from './mark-text.ts'

const marked = (text: string, words: readonly string[]) =>
  markText(text, words)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('')

describe('the words for which a message is held', () => {
  it('are marked where they stand, and the text stays whole', () => {
    expect(marked('哪位单身的加我微信，私聊发红包！', ['加我微信'])).toBe('哪位单身的[加我微信]，私聊发红包！')
    expect(marked('a b c', ['c', 'a'])).toBe('[a] b [c]')
  })

  it('that are not in the text, are empty or overlap mark nothing more', () => {
    expect(marked('abc', ['x', ''])).toBe('abc')
    expect(marked('abcd', ['abc', 'bcd', 'ab'])).toBe('[abc]d')
  })
})
