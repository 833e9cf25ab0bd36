import type { SessionHost } from '@guestwall/client/host'
import type { ActedBy, HostScreens, ScreenChange } from '@guestwall/protocol'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { outcomeOf } from '../../shared/outcome.ts'
import type { Colleagues } from '../use-host-acts.ts'
import { type AnsweredChange, firstOn } from './first-on.ts'

/** A screen reports at once what a host has changed on it: the console sees it within this time. */
const ASK_MS = 1_000

/** The screens of a session, as they report themselves. */
export interface Screens {
  /** `null` before the first answer, and while the server cannot be asked: what is old is not shown as if it were now. */
  readonly list: HostScreens | null
  /** Changes one screen, or all. Resolves to whether it was taken. */
  readonly control: (change: ScreenChange, screenId?: string) => Promise<boolean>
}

interface ScreenPorts {
  readonly host: SessionHost
  /** The server answers this page. */
  readonly isReached: boolean
  /** Shows the refusal of a change; `null`: it was taken. */
  readonly report: (code: string | null) => void
  readonly colleagues: Colleagues
  /** Says that this host has made the change before. */
  readonly tellFirst: (by: ActedBy, change: ScreenChange) => void
}

export function useScreens({ host, isReached, report, colleagues, tellFirst }: ScreenPorts): Screens {
  const [list, setList] = useState<HostScreens | null>(null)
  const asked = useRef(0)
  const ask = useCallback(async (): Promise<void> => {
    asked.current += 1
    const question = asked.current
    const answer = await outcomeOf(host.listScreens({}))
    // An older answer that comes later says nothing.
    if (question === asked.current) setList(answer.ok ? answer.value : null)
  }, [host])
  useEffect(() => {
    if (!isReached) return
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const run = async (): Promise<void> => {
      if (document.visibilityState === 'visible') await ask()
      if (!isOver) timer = setTimeout(() => void run(), ASK_MS)
    }
    void run()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [ask, isReached])
  const [answered, setAnswered] = useState<AnsweredChange | null>(null)
  const { press: pressOf } = colleagues
  const control = useCallback(
    async (change: ScreenChange, screenId?: string): Promise<boolean> => {
      const press = pressOf('screens')
      const answer = await outcomeOf(host.controlScreens(change, { screenId }))
      report(answer.ok ? null : answer.failure.code)
      if (answer.ok) {
        setAnswered({ change, press, version: answer.value.version })
        setList((known) => (known === null || known.control.version > answer.value.version ? known : { ...known, control: answer.value }))
        void ask()
      }
      return answer.ok
    },
    [host, report, ask, pressOf],
  )
  // The answer may come before the event that says whose change it was.
  const first = firstOn(answered, colleagues)
  const sayFirst = useEffectEvent((by: ActedBy) => answered !== null && tellFirst(by, answered.change))
  useEffect(() => {
    if (first !== null) sayFirst(first)
  }, [first])
  return useMemo(() => ({ list: isReached ? list : null, control }), [list, control, isReached])
}
