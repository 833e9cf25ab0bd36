import { useMemo, useState } from 'react'
import { type HeldRows, holdRows } from './held-rows.ts'
import { entriesOf, type QueueEntry, type QueueState, type QueueStatus } from './queue-state.ts'
import type { OwnAct } from './use-message-acts.ts'
import { useNow } from '../use-now.ts'

/** For how long the row of a message stays that another host has decided, in milliseconds. */
const LINGER_MS = 6_000
const TICK_MS = 1_000

interface RowsOf {
  readonly state: QueueState
  readonly status: QueueStatus
  readonly own: ReadonlyMap<string, OwnAct>
  readonly isHeld: boolean
}

/** The rows of a list as they are now, and the function that takes in what waits. */
export function useHeldRows({ state, status, own, isHeld }: RowsOf): HeldRows & { readonly release: () => void } {
  const live = useMemo(() => entriesOf(state, status), [state, status])
  const [listed, setListed] = useState<{ readonly status: QueueStatus; readonly ids: readonly string[] }>({ status, ids: [] })
  const known = useMemo(() => new Set(listed.status === status ? listed.ids : []), [listed, status])
  const isMixed = known.size > live.length
  const nowMs = useNow(isMixed, TICK_MS)
  const lingers = ({ message, changedAtMs }: QueueEntry): boolean =>
    changedAtMs !== null && nowMs - changedAtMs < LINGER_MS && own.get(message.id) === undefined
  const { rows, waiting } = holdRows({ live, listed: known, entries: state.entries, isHeld, lingers })
  const ids = rows.map(({ message }) => message.id)
  if (listed.status !== status || ids.length !== known.size || ids.some((id) => !known.has(id))) setListed({ status, ids })
  const release = (): void => setListed({ status, ids: live.map(({ message }) => message.id) })
  return { rows, waiting, release }
}
