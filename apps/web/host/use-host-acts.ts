import type { RealtimeClient } from '@guestwall/client'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { type HostActs, hostActsAfter, type Press } from './host-acts.ts'

/** The acts of all hosts, and who of them this page is. */
export interface Colleagues {
  readonly acts: HostActs
  /** As the log names this host; `null` before the connection. */
  readonly ownId: string | null
  /** A press of this host now. */
  readonly press: (target: string) => Press
}

export function useHostActs(client: RealtimeClient, ownId: string | null): Colleagues {
  const [acts, setActs] = useState<HostActs>([])
  useEffect(() => client.on('event', (event) => setActs((known) => hostActsAfter(known, event))), [client])
  const press = useCallback((target: string): Press => ({ target, sinceId: client.getSnapshot().position?.lastEventId ?? 0 }), [client])
  return useMemo(() => ({ acts, ownId, press }), [acts, ownId, press])
}
