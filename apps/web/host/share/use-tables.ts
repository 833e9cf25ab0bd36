import type { RealtimeClient } from '@guestwall/client'
import type { SessionHost } from '@guestwall/client/host'
import { useEffect, useEffectEvent, useState } from 'react'
import { keepAsking } from '../../shared/keep-asking.ts'
import { outcomeOf } from '../../shared/outcome.ts'

/** One sheet. */
const FIRST = '1-8'
/** Typing is saved after a pause of this length. */
const SAVE_AFTER_MS = 800

/** The tables of a wall as its hosts type them. */
export interface Tables {
  readonly text: string
  readonly type: (text: string) => void
}

interface Parts {
  readonly client: RealtimeClient
  readonly host: SessionHost
  /** A helper reads the tables, and does not name them. */
  readonly isHost: boolean
  /** Shows the refusal of a call; resolves to whether it was accepted. */
  readonly report: (call: Promise<unknown>) => Promise<boolean>
}

/**
 * The tables are a setting of the session: every host prints the same cards. The text that is being typed here has priority over that of
 * another host.
 */
export function useTables({ client, host, isHost, report }: Parts): Tables {
  const [saved, setSaved] = useState<string | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  useEffect(
    () =>
      client.on('event', ({ type, data }) => {
        if (type === 'settings.changed') setSaved(data.tables ?? null)
      }),
    [client],
  )
  useEffect(
    () =>
      keepAsking(async () => {
        const answer = await outcomeOf(host.getSettings())
        if (answer.ok) setSaved((known) => known ?? answer.value.settings.tables ?? null)
        return answer.ok
      }),
    [host],
  )
  const save = useEffectEvent(async (tables: string): Promise<void> => {
    if (await report(host.changeSettings({ tables }))) {
      setSaved(tables)
      setTyped((now) => (now === tables ? null : now))
    }
  })
  useEffect(() => {
    if (typed === null || !isHost) return
    const timer = setTimeout(() => void save(typed), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [typed, isHost])
  return { text: typed ?? saved ?? FIRST, type: setTyped }
}
