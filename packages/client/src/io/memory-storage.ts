import type { ClientStorage } from '../types.ts'

/** Storage that lasts as long as the process: for Node, for tests, for a client that shall leave nothing behind. */
export function memoryStorage(items: Map<string, string> = new Map()): ClientStorage {
  return {
    read: async (key) => items.get(key) ?? null,
    write: async (key, value) => {
      items.set(key, value)
    },
    remove: async (key) => {
      items.delete(key)
    },
    list: async (prefix) => [...items.keys()].filter((key) => key.startsWith(prefix)),
  }
}
