import { messagesEn } from '@guestwall/react'
import { expect, test } from 'vitest'
import { slowMode } from './slow-mode.ts'

test('slow mode is told as the host’s wish, in both languages, below the field and at a message that waits for it', () => {
  const en = slowMode('en', 30, messagesEn.stream)
  expect([en?.note, en?.stream.later(12, 'rate_limited')]).toEqual([
    'The host asks for one message every 30 s.',
    'Sending in 12 s: the host has slowed the wall down',
  ])
  expect(en?.stream.later(4, 'session_busy')).toBe(messagesEn.stream.later(4, 'session_busy'))
  expect([60, 300].map((seconds) => slowMode('zh-CN', seconds, messagesEn.stream)?.note)).toEqual([
    '主持人开了慢速：每人每 1 分钟一条。',
    '主持人开了慢速：每人每 5 分钟一条。',
  ])
  expect(slowMode('en', 0, messagesEn.stream)).toBeNull()
})
