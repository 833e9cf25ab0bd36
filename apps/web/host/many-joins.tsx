import type { SessionHost } from '@guestwall/client/host'
import { useEffect, useState } from 'react'
import { outcomeOf } from '../shared/outcome.ts'
import type { HostMessages } from './messages.ts'

const ASK_EVERY_MS = 10_000

interface ManyJoinsProps {
  readonly host: SessionHost
  readonly t: HostMessages
}

/** One line while unusually many guests join: a device that makes ever new guests, or a hall that scans at once. */
export function ManyJoins({ host, t }: ManyJoinsProps) {
  const [unusual, setUnusual] = useState<number | null>(null)
  useEffect(() => {
    let isOver = false
    const ask = async () => {
      if (document.visibilityState === 'hidden') return
      const answer = await outcomeOf(host.getJoins())
      if (!isOver && answer.ok) setUnusual(answer.value.isUnusual ? answer.value.lastMinute : null)
    }
    void ask()
    const timer = setInterval(() => void ask(), ASK_EVERY_MS)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [host])
  return (
    <p role="status" className="console__joins">
      {unusual === null ? null : t.manyJoins(unusual)}
    </p>
  )
}
