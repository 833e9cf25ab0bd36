import { describe, expect, it } from 'vitest'
import { type NoticeContext, type ConnectionFacts, connectionNotice, isPassing } from './connection-notice.ts'

const well: ConnectionFacts = { state: 'connected', trouble: null, troubleSinceMs: null, isTimely: true, closedReason: null }
const at = (nowMs: number, more: Partial<NoticeContext> = {}): NoticeContext => ({
  unhealthySinceMs: 0,
  nowMs,
  patienceMs: 2_000,
  isDeviceOnline: true,
  ...more,
})

describe('[G8] the notice about the connection', () => {
  it('is absent while the client is connected', () => {
    expect(connectionNotice(well, at(60_000))).toBeNull()
  })

  it.each(['connecting', 'reconnecting', 'fallback'] as const)(
    'is absent in the first two seconds of a failure in %s, then names it',
    (state) => {
      const facts: ConnectionFacts = { ...well, state, isTimely: false, trouble: 'server', troubleSinceMs: 10_000 }
      expect(connectionNotice(facts, at(11_900))).toBeNull()
      expect(connectionNotice(facts, at(12_000))).toBe('server')
    },
  )

  it('distinguishes a device without network from a wall that cannot be reached', () => {
    const facts: ConnectionFacts = { ...well, state: 'reconnecting', isTimely: false, trouble: 'network', troubleSinceMs: 0 }
    expect(connectionNotice(facts, at(3_000))).toBe('network')
    expect(connectionNotice(facts, at(3_000, { isDeviceOnline: false }))).toBe('offline')
  })

  it.each(['fallback', 'reconnecting', 'connecting'] as const)('nothing in %s while HTTP brings the news in time', (state) => {
    expect(connectionNotice({ ...well, state }, at(60_000))).toBeNull()
  })

  it('while HTTP delivers late, says slow and not lost', () => {
    const late: ConnectionFacts = { ...well, isTimely: false }
    expect(connectionNotice({ ...late, state: 'fallback' }, at(5_000))).toBe('fallback')
    expect(connectionNotice({ ...late, state: 'reconnecting' }, at(5_000))).toBe('reconnecting')
    expect(connectionNotice({ ...late, state: 'connecting' }, at(5_000))).toBe('connecting')
  })

  it.each([
    ['name_reserved', 'name_refused'],
    ['name_invalid', 'name_refused'],
    ['session_ended', 'session_ended'],
    ['bad_request', 'refused'],
    ['a_newer_code' as never, 'refused'],
  ] as const)('[CONN-8] of a client that %s ended it tells %s', (closedReason, notice) => {
    expect(connectionNotice({ ...well, state: 'closed', closedReason }, at(0))).toBe(notice)
    expect(isPassing(notice)).toBe(false)
  })

  it('says at once why the client is closed, and is absent when the page closed it', () => {
    expect(connectionNotice({ ...well, state: 'closed', closedReason: 'removed' }, at(0))).toBe('removed')
    expect(connectionNotice({ ...well, state: 'closed', closedReason: 'local' }, at(0))).toBeNull()
  })
})
