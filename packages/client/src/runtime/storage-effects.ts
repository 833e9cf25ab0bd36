import type { ClientConfig } from '../core/config.ts'
import type { EffectOf } from '../core/effect.ts'
import { isIdentity } from '../core/identity.ts'
import type { Input } from '../core/input.ts'
import { parseJson } from '../core/parse.ts'
import type { ClientStorage, SharedStorage } from '../types.ts'
import { hash } from './hash.ts'
import { createSafeStorage } from './safe-storage.ts'

/** Carries out the effects on storage: one stored item for the identity, and one for each entry of its owner. */
export function storageEffects(
  storage: ClientStorage | SharedStorage,
  { session, token: given, join }: ClientConfig,
  dispatch: (input: Input) => void,
) {
  const prefix = `guestwall:${session}:`
  const safe = createSafeStorage(storage, () => dispatch({ type: 'storageRefused' }))
  const keyOf = (token: string | null) => `${prefix}who${token === null ? '' : `:${hash(token)}`}`
  const read = async (key: string) => parseJson((await safe.read(key)) ?? '')
  const write = (key: string, value: object | null, mayStay?: boolean) => safe.write(key, value && JSON.stringify(value), mayStay)
  /** Begins the keys of all entries. Known after the load. */
  let entries = ''
  let loading: Promise<void> | null = null
  let unwatch = () => {}

  const load = () => (loading ??= read(keyOf(given)).then((value) => dispatch({ type: 'identityRead', value })))

  return {
    load,
    unload() {
      loading = null
      unwatch()
    },
    async addIdentity({ value }: EffectOf<'addIdentity'>) {
      const key = keyOf(given)
      const stored = await read(key)
      const isStored = isIdentity(stored) && stored.token !== null && stored.token !== join?.previous
      if (!isStored) await write(key, value)
      dispatch({ type: 'identityRead', value: isStored ? stored : value })
    },
    writeIdentity: ({ token, value }: EffectOf<'writeIdentity'>) => write(keyOf(token), value),
    async readEntries({ owner }: EffectOf<'readEntries'>) {
      entries = `${prefix}out:${owner}:`
      const keys = await safe.list(entries)
      dispatch({ type: 'entriesRead', values: await Promise.all(keys.map(read)) })
    },
    watchEntries() {
      unwatch()
      if (!('watch' in storage)) return
      const watched = entries
      unwatch = storage.watch(watched, (key, text) => {
        // `null` is removed, so a text that is no JSON must be something else.
        dispatch({ type: 'entryChanged', key: key.slice(watched.length), value: text && (parseJson(text) ?? '') })
      })
    },
    async writeEntry({ key, value, mayStay, isConfirmed }: EffectOf<'writeEntry'>) {
      await load()
      await write(entries + key, value, mayStay)
      if (isConfirmed) dispatch({ type: 'entryWritten', key })
    },
  }
}
