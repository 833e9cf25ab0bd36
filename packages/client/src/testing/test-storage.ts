import type { SharedStorage } from '../types.ts'

/** Storage of one browser profile: survives its clients, is shared by its tabs, and refuses when told to. */
export class TestStorage {
  readonly items = new Map<string, string>()
  /** Every operation rejects, as in a private mode or past the quota. */
  isRefusing = false
  readonly #watchers = new Set<{
    readonly tab: SharedStorage
    readonly prefix: string
    onChange(key: string, value: string | null): void
  }>()

  /** The storage as one tab sees it. Its writes are reported to the other tabs only. */
  tab(): SharedStorage {
    const run = async <Result>(work: () => Result): Promise<Result> => {
      if (this.isRefusing) throw new Error('storage is refused')
      return work()
    }
    const tab: SharedStorage = {
      read: (key) => run(() => this.items.get(key) ?? null),
      write: (key, value) =>
        run(() => {
          this.items.set(key, value)
          this.#notifyOthers(tab, key, value)
        }),
      remove: (key) =>
        run(() => {
          if (this.items.delete(key)) this.#notifyOthers(tab, key, null)
        }),
      list: (prefix) => run(() => [...this.items.keys()].filter((key) => key.startsWith(prefix))),
      watch: (prefix, onChange) => {
        const watcher = { tab, prefix, onChange }
        this.#watchers.add(watcher)
        return () => {
          this.#watchers.delete(watcher)
        }
      },
    }
    return tab
  }

  #notifyOthers(from: SharedStorage, key: string, value: string | null): void {
    for (const watcher of this.#watchers) if (watcher.tab !== from && key.startsWith(watcher.prefix)) watcher.onChange(key, value)
  }
}
