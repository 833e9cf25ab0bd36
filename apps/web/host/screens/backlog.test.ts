import { NO_SCREEN_CONTROL, screenState } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { backlogOf } from './backlog.ts'
import { screensMessages } from './messages.ts'

const AT = '2026-11-22T10:00:00.000Z'
const FREE = screenState(NO_SCREEN_CONTROL, 'c1')
const REPORT = { waiting: 0, behindMs: 0, picture: 'masonry' } as const
const zh = screensMessages('zh-CN')

test('[SCREEN-4] a screen is well only while no message waits and nothing holds it', () => {
  expect(backlogOf(REPORT, FREE, zh)).toEqual({ text: '没有留言在排队', isWell: true })
  expect(backlogOf({ ...REPORT, waiting: 7, behindMs: 12_300 }, FREE, zh)).toEqual({ text: '还有 7 条，已等 12 秒', isWell: false })
  expect(backlogOf(REPORT, { ...FREE, pausedAt: AT as never }, zh)).toEqual({
    text: '已暂停 · 没有留言在排队',
    isWell: false,
  })
})

test('[SCREEN-4] a screen that says nothing is said to be away, whatever was known of it', () => {
  expect(backlogOf(null, FREE, zh)).toEqual({ text: '没有连上', isWell: false })
})

test('[SCREEN-4] of a picture without messages it is not said that they are on the screen', () => {
  for (const picture of ['results', 'idle', 'blank'] as const)
    expect(backlogOf({ ...REPORT, picture }, FREE, zh)).toEqual({ text: '现在不放留言', isWell: true })
  expect(backlogOf({ ...REPORT, picture: 'results', waiting: 2 }, FREE, zh)).toEqual({ text: '还有 2 条', isWell: false })
})
