import type { ClientSnapshot } from '@guestwall/client'
import { useMemo, useSyncExternalStore } from 'react'
import { keepSelection } from './keep-selection.ts'

/** The part of a `RealtimeClient` that a view reads. A test or a story can pass two functions. */
export interface SnapshotSource {
  subscribe(listener: () => void): () => void
  getSnapshot(): ClientSnapshot
  /** The snapshot that a server renders and a browser hydrates. `getSnapshot()` by default. */
  getInitialSnapshot?(): ClientSnapshot
}

export type SnapshotSelector<Selection> = (snapshot: ClientSnapshot) => Selection

const wholeSnapshot = (snapshot: ClientSnapshot): ClientSnapshot => snapshot

/**
 * A client's snapshot, or the part of it that `select` returns, without a provider. Renders again only when that part changes.
 *
 *     const { messages, state } = useSnapshot(client)
 *     const online = useSnapshot(client, (snapshot) => snapshot.online)
 */
export function useSnapshot(client: SnapshotSource): ClientSnapshot
export function useSnapshot<Selection>(
  client: SnapshotSource,
  select: SnapshotSelector<Selection>,
  isEqual?: (a: Selection, b: Selection) => boolean,
): Selection
export function useSnapshot(
  client: SnapshotSource,
  select: SnapshotSelector<unknown> = wholeSnapshot,
  isEqual: (a: unknown, b: unknown) => boolean = Object.is,
): unknown {
  // Subscribe once for each client: React subscribes again to each new function. The methods of a class need their `this`.
  const subscribe = useMemo(() => (listener: () => void) => client.subscribe(listener), [client])
  const [current, initial] = useMemo(() => {
    const selection = keepSelection(select, isEqual)
    const initialSelection = keepSelection(select, isEqual)
    return [() => selection(client.getSnapshot()), () => initialSelection(client.getInitialSnapshot?.() ?? client.getSnapshot())] as const
  }, [client, select, isEqual])
  return useSyncExternalStore(subscribe, current, initial)
}
