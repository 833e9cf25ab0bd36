import { afterEach, describe, expect, it, vi } from 'vitest'
import { TestStorage } from '../testing/test-storage.ts'
import type { ClientStorage } from '../types.ts'
import { localStorageOutbox } from './local-storage.ts'
import { memoryStorage } from './memory-storage.ts'

/** As much of a browser's storage as the client touches; its items are own properties, as there. */
function stubLocalStorage(): void {
  const methods = {
    getItem: (key: string) => (items as Record<string, string>)[key] ?? null,
    setItem: (key: string, value: string) => {
      ;(items as Record<string, string>)[key] = value
    },
    removeItem: (key: string) => {
      delete (items as Record<string, string>)[key]
    },
  }
  const items = Object.create(methods) as object
  vi.stubGlobal('localStorage', items)
}

afterEach(() => {
  vi.unstubAllGlobals()
})

const STORAGES: readonly (readonly [string, () => ClientStorage])[] = [
  ['memoryStorage', () => memoryStorage()],
  ['localStorageOutbox', () => localStorageOutbox()],
  ['TestStorage', () => new TestStorage().tab()],
]

describe.each(STORAGES)('%s keeps the promises of ClientStorage', (_, create) => {
  it('[SEND-6] one item a key, listed by prefix, overwritten and removed', async () => {
    stubLocalStorage()
    const storage = create()
    expect(await storage.read('a:1')).toBeNull()
    await storage.write('a:1', 'one')
    await storage.write('a:2', 'two')
    await storage.write('b:1', 'other')
    await storage.write('a:1', 'uno')
    expect(await storage.read('a:1')).toBe('uno')
    expect((await storage.list('a:')).sort()).toEqual(['a:1', 'a:2'])
    await storage.remove('a:1')
    await storage.remove('never there')
    expect(await storage.list('a:')).toEqual(['a:2'])
  })
})

describe('localStorageOutbox', () => {
  it('[SEND-6] rejects where the browser refuses', async () => {
    vi.stubGlobal('localStorage', undefined)
    const storage = localStorageOutbox()
    await expect(storage.write('k', 'v')).rejects.toThrow()
    await expect(storage.list('')).rejects.toThrow()
  })

  it('[SEND-6] emits the changes of other tabs under its prefix', () => {
    const target = new EventTarget()
    vi.stubGlobal('addEventListener', target.addEventListener.bind(target))
    vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target))
    const heard: unknown[] = []
    const stop = localStorageOutbox().watch('a:', (key, value) => heard.push([key, value]))
    const tell = (key: string | null, newValue: string | null) =>
      target.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
    tell('a:1', 'one')
    tell('b:1', 'other')
    tell('a:1', null)
    stop()
    tell('a:2', 'late')
    expect(heard).toEqual([
      ['a:1', 'one'],
      ['a:1', null],
    ])
  })
})
