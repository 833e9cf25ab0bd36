import { describe, expect, it } from 'vitest'
import { type Circumstances, type ConnectionFacts, connectionNotice } from './connection-notice.ts'

const well: ConnectionFacts = { state: 'connected', trouble: null, troubleSinceMs: null, closedReason: null }
const at = (nowMs: number, more: Partial<Circumstances> = {}): Circumstances => ({
  unwellSinceMs: 0,
  nowMs,
  patienceMs: 2_000,
  isDeviceOnline: true,
  ...more,
})

describe('[G8] what a person is told about the connection', () => {
  it('nothing while it is well', () => {
    expect(connectionNotice(well, at(60_000))).toBeNull()
  })

  it('nothing in the first two seconds of trouble, then what it is', () => {
    const facts: ConnectionFacts = { ...well, state: 'reconnecting', trouble: 'server', troubleSinceMs: 10_000 }
    expect(connectionNotice(facts, at(11_900))).toBeNull()
    expect(connectionNotice(facts, at(12_000))).toBe('server')
  })

  it('tells a device without network from a wall that cannot be reached', () => {
    const facts: ConnectionFacts = { ...well, state: 'reconnecting', trouble: 'network', troubleSinceMs: 0 }
    expect(connectionNotice(facts, at(3_000))).toBe('network')
    expect(connectionNotice(facts, at(3_000, { isDeviceOnline: false }))).toBe('offline')
  })

  it('while HTTP brings the news it speaks of slowness, not of loss', () => {
    expect(connectionNotice({ ...well, state: 'fallback' }, at(0))).toBe('fallback')
    expect(connectionNotice({ ...well, state: 'reconnecting' }, at(5_000))).toBe('reconnecting')
    expect(connectionNotice({ ...well, state: 'connecting' }, at(5_000))).toBe('connecting')
  })

  it('says at once why it is closed, and nothing when the page closed it', () => {
    expect(connectionNotice({ ...well, state: 'closed', closedReason: 'removed' }, at(0))).toBe('removed')
    expect(connectionNotice({ ...well, state: 'closed', closedReason: 'local' }, at(0))).toBeNull()
  })
})
