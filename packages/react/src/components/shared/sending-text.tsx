import type { ViewBallot } from '@guestwall/client'
import { useEffect, useState } from 'react'

/** The text of an entry that waits because the server asked for it; `code` is that of its refusal. */
export type LaterText = (seconds: number, code: string) => string

interface SendingTextProps {
  readonly entry: Pick<ViewBallot, 'refusal' | 'waitUntilMs'>
  /** The word while nothing is known of a wait. */
  readonly sending: string
  readonly later: LaterText
}

/** The state of an entry that is being sent: while the server asked to wait, the seconds that are left and the reason. */
export function SendingText({ entry: { refusal, waitUntilMs }, sending, later }: SendingTextProps) {
  return refusal && waitUntilMs ? <Countdown untilMs={waitUntilMs} say={(seconds) => later(seconds, refusal.code)} /> : sending
}

/** `untilMs` is monotonic. */
function Countdown({ untilMs, say }: { readonly untilMs: number; readonly say: (seconds: number) => string }) {
  const [nowMs, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return say(Math.max(1, Math.ceil((untilMs - nowMs) / 1_000)))
}
