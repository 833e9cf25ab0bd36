import { describe, expect, it } from 'vitest'
import { actWord, becameWord, didWords } from './act-words.ts'
import { queueMessages } from './messages.ts'

const zh = queueMessages('zh-CN')
const message = (status: 'pending' | 'shown' | 'private' | 'rejected', guestName = '小雨') => ({ status, guestName })

describe('[H2] the word for taking a message away', () => {
  it('says what was done to it: one that waits is refused, one on the wall is taken down, a private one is put aside', () => {
    const words = (['pending', 'shown', 'private'] as const).map((status) => actWord('reject', message(status), zh))
    expect(words).toEqual(['拒绝', '撤下', '移开'])
    expect(actWord('approve', message('pending'), zh)).toBe('上墙')
  })

  it('is the same on the button, on the strip that takes it back, and on the row', () => {
    expect(didWords('reject', [message('shown')], zh)).toBe('已撤下 小雨的留言')
    expect(didWords('reject', [message('private'), message('private')], zh)).toBe('已移开 2 条留言')
    expect(didWords('hold', [message('shown')], zh)).toBe('已放回待审核 小雨的留言')
    expect(becameWord(message('rejected'), 'shown', zh)).toBe('已撤下')
    expect(becameWord(message('rejected'), 'pending', zh)).toBe('已拒绝')
    expect(becameWord(message('shown'), 'pending', zh)).toBe('已上墙')
  })
})
