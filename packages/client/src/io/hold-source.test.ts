import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { browserHoldSource, HOLD_PLACES } from './hold-source.ts'

const FOR_MS = 30_000

describe('places in which polls wait', () => {
  const items = new Map<string, string>()
  let nowMs = 1_000_000
  const page = { visibilityState: 'visible' }
  beforeEach(() => {
    items.clear()
    nowMs = 1_000_000
    page.visibilityState = 'visible'
    vi.stubGlobal('document', page)
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => items.set(key, value),
      removeItem: (key: string) => items.delete(key),
    })
    vi.spyOn(Date, 'now').mockImplementation(() => nowMs)
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('[CONN-9] of all tabs so many hold a connection that half of a browser’s six stay free', () => {
    const taken = Array.from({ length: 9 }, () => browserHoldSource(FOR_MS))
    expect(taken.filter((release) => release !== null)).toHaveLength(HOLD_PLACES)
    taken[0]?.()
    expect(browserHoldSource(FOR_MS)).not.toBeNull()
    expect(browserHoldSource(FOR_MS)).toBeNull()
  })

  it('[CONN-9] a hidden tab holds none', () => {
    page.visibilityState = 'hidden'
    expect(browserHoldSource(FOR_MS)).toBeNull()
  })

  it('[CONN-9] the place of a tab that died is free when its time is over, also when the clock was set back meanwhile', () => {
    for (let place = 0; place < HOLD_PLACES; place += 1) browserHoldSource(FOR_MS)
    nowMs += FOR_MS - 1
    expect(browserHoldSource(FOR_MS)).toBeNull()
    nowMs += 10
    expect(browserHoldSource(FOR_MS)).not.toBeNull()
    nowMs -= 3_600_000
    expect(browserHoldSource(FOR_MS)).not.toBeNull()
  })

  it('[CONN-9] where storage is blocked, and outside a browser, there is always a place', () => {
    vi.stubGlobal('localStorage', undefined)
    expect(browserHoldSource(FOR_MS)).not.toBeNull()
    vi.stubGlobal('document', undefined)
    expect(browserHoldSource(FOR_MS)).not.toBeNull()
  })
})
