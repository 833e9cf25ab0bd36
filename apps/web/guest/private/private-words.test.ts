import { messagesEn, messagesZhCN } from '@guestwall/react'
import { expect, test } from 'vitest'
import { composerLabels, privateWords } from './private-words.ts'

test('[MOD-11] while the next message is for the hosts alone, the field and its button say so in words, in both languages', () => {
  const en = composerLabels(messagesEn.composer, privateWords('en', undefined))
  expect([en.send, en.placeholder]).toEqual(['Send privately', 'Hosts & helpers'])
  expect(en.field).toBe('Your message: Private: only for the hosts, not on the wall')
  const zh = composerLabels(messagesZhCN.composer, privateWords('zh-CN', 'class'))
  expect([zh.send, zh.placeholder]).toEqual(['悄悄发送', '只给老师和帮手看'])
  expect(zh.field).toContain('只给老师看，不上墙')
  expect(zh.over(3)).toBe(messagesZhCN.composer.over(3))
})

test.each(['wedding', 'conference', 'class'] as const)(
  '[MOD-11] a private message of a %s says that helpers read it too, as they do',
  (occasion) => {
    for (const words of [privateWords('en', occasion).done, privateWords('en', occasion).placeholder]) expect(words).toContain('helpers')
    for (const words of [privateWords('zh-CN', occasion).done, privateWords('zh-CN', occasion).placeholder]) expect(words).toContain('帮手')
  },
)
