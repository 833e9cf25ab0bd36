import { NEW_SCREEN } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { pictureName } from './screen-card.tsx'

test('[LIFE-1] after the end a screen that invites nobody any more is said to show the thanks', () => {
  expect(pictureName('idle', NEW_SCREEN, { state: 'open' }, 'zh-CN')).toBe('扫码页')
  expect(pictureName('idle', NEW_SCREEN, { state: 'ended' }, 'zh-CN')).toBe('致谢页')
  expect(pictureName('results', NEW_SCREEN, { state: 'ended' }, 'zh-CN')).toBe('投票')
})
