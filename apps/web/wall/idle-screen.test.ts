import { aSession } from '@guestwall/protocol/testing'
import { describe, expect, it, vi } from 'vitest'
import { openingTime } from '../shared/opening-time.ts'
import { invitationOf } from './idle-screen.tsx'
import { wallPageMessages } from './messages.ts'

vi.stubGlobal('navigator', { language: 'en-US' })

const [zh, en] = [wallPageMessages('zh-CN'), wallPageMessages('en')]

describe('[P4] [LIFE-4] the invitation of a wall without messages', () => {
  it('asks for nothing before the opening, and names its time', () => {
    const opensAt = new Date().toISOString()
    const draft = aSession({ state: 'scheduled', opensAt })
    expect(invitationOf(draft, true, zh, 'zh-CN')).toBe(`${openingTime('zh-CN', opensAt)} 开始`)
    expect(invitationOf(draft, true, en, 'en')).toBe(`Opens at ${openingTime('en', opensAt)}`)
    expect(invitationOf(aSession({ state: 'scheduled' }), true, zh, 'zh-CN')).toBe('即将开始')
  })

  it('asks for the first wish as soon as it can be written, and for none in a break', () => {
    for (const state of ['open', 'rehearsing'] as const) expect(invitationOf(aSession({ state }), true, zh, 'zh-CN')).toBe('写下第一句祝福')
    expect(invitationOf(aSession({ state: 'paused' }), true, zh, 'zh-CN')).toBe('中场休息')
  })
})
