import { messagesEn, messagesZhCN } from '@guestwall/react'
import { expect, test } from 'vitest'
import { composerLabels, privateWords } from './private-words.ts'

test('[MOD-11] while the next message is for the hosts alone, the field and its button say so in words, in both languages', () => {
  const en = composerLabels(messagesEn.composer, privateWords('en', undefined))
  expect([en.send, en.placeholder]).toEqual(['Send privately', 'Only the couple will read this'])
  expect(en.field).toBe('Your message: Only for the couple, not on the wall')
  const zh = composerLabels(messagesZhCN.composer, privateWords('zh-CN', 'class'))
  expect([zh.send, zh.placeholder]).toEqual(['悄悄发送', '这句只有老师看得到'])
  expect(zh.field).toContain('只给老师看，不上墙')
  expect(zh.over(3)).toBe(messagesZhCN.composer.over(3))
})
