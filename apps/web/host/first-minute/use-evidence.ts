import { useEffect, useEffectEvent, useState } from 'react'
import { outcomeOf } from '../../shared/outcome.ts'
import type { LiveWall } from '../use-live-wall.ts'
import { firstGuest, firstMessage, firstScreen } from './evidence.ts'
import type { Evidence } from './steps.ts'

/** A host who has just scanned looks at the console: the tick comes within this time. */
const ASK_MS = 1_000
/** Guests of one page: in the first minute there are few. */
const PAGE = 200

/**
 * The events of the first minute, asked for until a guest and a screen are known. `isOn`: the host goes through the steps. An event that
 * was seen once stays seen, with its time.
 */
export function useEvidence({ host, log, screens }: Pick<LiveWall, 'host' | 'log' | 'screens'>, isOn: boolean): Evidence {
  const [guest, setGuest] = useState<Evidence['guest']>(null)
  const [screen, setScreen] = useState<Evidence['screen']>(null)
  const isWanting = isOn && (guest === null || screen === null)
  const screensNow = useEffectEvent(() => screens.list?.screens ?? [])
  useEffect(() => {
    if (!isWanting) return
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (): Promise<void> => {
      const [guests, credentials] = await Promise.all([outcomeOf(host.listGuests({ limit: PAGE })), outcomeOf(host.listCredentials())])
      const screens = screensNow()
      if (isOver) return
      if (guests.ok) setGuest((known) => known ?? firstGuest(guests.value.guests))
      if (credentials.ok) setScreen((known) => known ?? firstScreen(credentials.value.credentials, screens, new Date().toISOString()))
      timer = setTimeout(() => void ask(), ASK_MS)
    }
    void ask()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [host, isWanting])
  return { guest, screen, message: isOn ? firstMessage(log.state) : null }
}
