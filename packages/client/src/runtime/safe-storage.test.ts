import { beforeEach, describe, expect, it } from 'vitest'
import type { ClientStorage } from '../types.ts'
import { createSafeStorage, type SafeStorage } from './safe-storage.ts'

/** Storage whose quota is used up: what is there can be read and removed, nothing can be written. */
class FullStorage implements ClientStorage {
  readonly items = new Map([['entry', 'old']])
  read(key: string): Promise<string | null> {
    return Promise.resolve(this.items.get(key) ?? null)
  }
  write(): Promise<void> {
    return Promise.reject(new Error('QuotaExceededError'))
  }
  remove(key: string): Promise<void> {
    this.items.delete(key)
    return Promise.resolve()
  }
  list(): Promise<string[]> {
    return Promise.resolve([...this.items.keys()])
  }
}

describe('a full storage', () => {
  let full: FullStorage
  let storage: SafeStorage
  let refusals = 0
  beforeEach(() => {
    full = new FullStorage()
    refusals = 0
    storage = createSafeStorage(full, () => {
      refusals += 1
    })
  })

  it('[SEND-6] keeps an entry that waits as it was stored: only in memory it would be lost with the page, and for other tabs at once', async () => {
    await storage.write('entry', 'new', true)
    expect(full.items).toEqual(new Map([['entry', 'old']]))
    expect(refusals).toBe(1)
  })

  it('[SEND-1] lets go of an entry that was settled: as it was stored it would be sent again', async () => {
    await storage.write('entry', 'settled')
    expect(full.items).toEqual(new Map())
    expect(refusals).toBe(1)
  })
})
