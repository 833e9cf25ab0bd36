import type { ClientStorage } from '../types.ts'

/**
 * Storage that never fails its user: after a refusal the value is in memory only. Operations run one after the other, so that the last
 * write of an entry is the one that stays.
 */
export interface SafeStorage {
  /** `null` where there is none or storage refuses. */
  read(key: string): Promise<string | null>
  /** Resolves when stored, or refused. `null` removes. `mayStay`: where the new value is refused, the old one may stay. */
  write(key: string, value: string | null, mayStay?: boolean): Promise<void>
  list(prefix: string): Promise<string[]>
}

/** `onRefused` is called once, at the first refusal. */
export function createSafeStorage(storage: ClientStorage, onRefused: () => void): SafeStorage {
  let isDurable = true
  let last: Promise<unknown> = Promise.resolve()

  function run<Result>(operation: () => Promise<Result>, otherwise: Result): Promise<Result> {
    const result = last.then(operation).catch(() => {
      if (isDurable) onRefused()
      isDurable = false
      return otherwise
    })
    last = result
    return result
  }

  return {
    read: (key) => run(() => storage.read(key), null),
    write: (key, value, mayStay) =>
      run(async () => {
        try {
          if (value === null) await storage.remove(key)
          else await storage.write(key, value)
        } catch (error) {
          if (!mayStay) await storage.remove(key)
          throw error
        }
      }, undefined),
    list: (prefix) => run(() => storage.list(prefix), []),
  }
}
