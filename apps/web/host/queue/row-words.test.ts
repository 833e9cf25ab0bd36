import { aMessage } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { lifeMessages } from '../life/messages.ts'
import { rowEnd } from './row-words.ts'

const AT = '2026-11-22T10:00:00.000Z'
const decided = (id: string, name: string) => ({ ...aMessage(1), status: 'shown' as const, decided: { by: { id, name }, at: AT } })

describe('[MOD-4] a host who comes second', () => {
  it('reads on the message who was first, and what became of it', () => {
    expect(rowEnd(decided('c1', '小雨'), undefined, 'pending', 'zh-CN')).toEqual({ name: '小雨', text: '已上墙', isSettled: true })
    expect(rowEnd(decided('c1', '小雨'), undefined, 'pending', 'en')).toMatchObject({ name: '小雨', text: 'showed it' })
  })

  it('reads it in its own language where no host named the one who acted', () => {
    expect(rowEnd(decided('host-1', 'Host'), undefined, 'pending', 'zh-CN')?.name).toBe('主持人')
    expect(rowEnd(decided('host-1', 'Host'), undefined, 'pending', 'en')?.name).toBe('Host')
  })

  it('reads of the session, too, who was first, and the state that it has now', () => {
    expect(lifeMessages('zh-CN').conflict('小雨', '已暂停')).toBe('小雨 先操作了：现在是“已暂停”。')
    expect(lifeMessages('en').conflict('小雨', 'paused')).toContain('小雨')
  })
})

it('an act of one’s own is said to be one’s own, and one under way to be under way', () => {
  expect(rowEnd(decided('c1', '小雨'), { act: 'approve', is: 'done' }, 'pending', 'zh-CN')?.name).toBe('你')
  expect(rowEnd(decided('c1', '小雨'), { act: 'approve', is: 'sending' }, 'pending', 'zh-CN')?.isSettled).toBe(false)
  expect(rowEnd(aMessage(1), undefined, 'shown', 'zh-CN')).toBeNull()
})
