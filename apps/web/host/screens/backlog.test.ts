import { NO_SCREEN_CONTROL, screenState } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { backlogOf } from './backlog.ts'
import { screensMessages } from './messages.ts'

const AT = '2026-11-22T10:00:00.000Z'
const FREE = screenState(NO_SCREEN_CONTROL, 'c1')
const zh = screensMessages('zh-CN')

test('[SCREEN-4] a screen is well only while it has shown everything and nothing holds it', () => {
  expect(backlogOf({ waiting: 0, behindMs: 0 }, FREE, zh)).toEqual({ text: '全部已上屏', isWell: true })
  expect(backlogOf({ waiting: 7, behindMs: 12_300 }, FREE, zh)).toEqual({ text: '还有 7 条，已等 12 秒', isWell: false })
  expect(backlogOf({ waiting: 0, behindMs: 0 }, { ...FREE, pausedAt: AT as never }, zh)).toEqual({
    text: '已暂停 · 全部已上屏',
    isWell: false,
  })
})

test('[SCREEN-4] a screen that says nothing is said to be away, whatever was known of it', () => {
  expect(backlogOf(null, FREE, zh)).toEqual({ text: '没有连上', isWell: false })
})
