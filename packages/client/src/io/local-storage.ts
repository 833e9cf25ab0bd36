import type { SharedStorage } from '../types.ts'

/**
 * The outbox in `localStorage`: one stored item an entry, so that tabs never overwrite each other's.
 * Where the browser refuses (private mode, quota, blocked site data) the promises reject and the client goes on in memory.
 */
export function localStorageOutbox(): SharedStorage {
  return {
    read: async (key) => localStorage.getItem(key),
    write: async (key, value) => localStorage.setItem(key, value),
    remove: async (key) => localStorage.removeItem(key),
    list: async (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix)),
    watch(prefix, onChange) {
      const listener = ({ key, newValue }: StorageEvent) => {
        if (key?.startsWith(prefix)) onChange(key, newValue)
      }
      const end = new AbortController()
      globalThis.addEventListener?.('storage', listener, { signal: end.signal })
      return () => end.abort()
    },
  }
}
