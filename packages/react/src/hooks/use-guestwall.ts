import { useContext } from 'react'
import { type GuestwallClient, GuestwallContext } from '../context.ts'
import { type SnapshotSelector, useSnapshot } from './use-snapshot.ts'

/** The client of the nearest `<GuestwallProvider>`. Throws outside one. */
export function useGuestwallClient(): GuestwallClient {
  const { client } = useContext(GuestwallContext)
  if (client === null) throw new Error('This hook needs a <GuestwallProvider> above its component.')
  return client
}

/**
 * The part of the client's snapshot that `select` returns. Renders again only when that part changes: by identity, or by `isEqual` for a
 * selection that makes a new object.
 *
 *     const title = useGuestwall((snapshot) => snapshot.wall?.session.title)
 */
export function useGuestwall<Selection>(select: SnapshotSelector<Selection>, isEqual?: (a: Selection, b: Selection) => boolean): Selection {
  return useSnapshot(useGuestwallClient(), select, isEqual)
}
