import { afterEach, describe, expect, it, vi } from 'vitest'
import { forget, recall, remember } from './storage.ts'

afterEach(() => vi.unstubAllGlobals())

/** A browser's storage, which can be switched off. */
function browserStorage() {
  const items = new Map<string, string>()
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
  let isBlocked = false
  vi.stubGlobal('window', {})
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      if (isBlocked) throw new DOMException('blocked', 'SecurityError')
      return storage
    },
  })
  return { block: () => (isBlocked = true), allow: () => (isBlocked = false) }
}

describe('a value that a page stores', () => {
  it('is stored where the browser allows it', () => {
    browserStorage()
    expect(remember('a', '1')).toBe(true)
    expect(recall('a')).toBe('1')
    forget('a')
    expect(recall('a')).toBeNull()
  })

  it('is kept in memory where the browser blocks storage, and says that a reload loses it', () => {
    browserStorage().block()
    expect(remember('host:s1', 'token')).toBe(false)
    expect(recall('host:s1')).toBe('token')
    expect(recall('host:s2')).toBeNull()
    forget('host:s1')
    expect(recall('host:s1')).toBeNull()
  })

  it('has one value a key: what was stored later wins over what was kept in memory', () => {
    const browser = browserStorage()
    browser.block()
    remember('b', 'memory')
    browser.allow()
    remember('b', 'stored')
    expect(recall('b')).toBe('stored')
    forget('b')
  })
})
