import type { RealtimeClient } from '@guestwall/client'
import type { ReportSocket, ServerTime } from '@guestwall/client/screen'
import { encodeQueue, REPORT_AGAIN_MS, type ScreenPicture, type ScreenState } from '@guestwall/protocol'
import type { FlowMessage } from '@guestwall/react'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { Arrivals } from './arrivals.ts'
import { measureScreen } from './measure-screen.ts'
import { toldQueue } from './own-picture.ts'
import { watchPicture } from './watch-picture.ts'

/** The screen is measured at this interval, and reported where it has changed. */
const LOOK_MS = 500

interface Reported {
  readonly client: RealtimeClient
  readonly page: RefObject<HTMLElement | null>
  readonly reporter: ReportSocket
  readonly time: ServerTime
  /** `null`: there is no picture yet, and nothing to report. */
  readonly picture: ScreenPicture | null
  readonly version: number
  readonly state: ScreenState
  /** Messages that a paused or frozen screen keeps away: they wait too. */
  readonly keptAway: readonly FlowMessage[]
}

/** Reports what this page shows, as it was drawn (SCREEN-4). */
export function useScreenReports({ client, page, reporter, time, picture, version, state, keptAway }: Reported): void {
  const [arrivals] = useState(() => new Arrivals())
  const sent = useRef({ text: '', atMs: Number.NEGATIVE_INFINITY })
  useEffect(
    () =>
      client.on('event', (event) => {
        const isShown = event.type === 'message.shown' || (event.type === 'message.created' && event.data.status === 'shown')
        if (!isShown || client.getSnapshot().state !== 'connected') return
        arrivals.add(event.data.id, performance.now())
        // The next frame is the first one that can have it.
        requestAnimationFrame(() => {
          const nowMs = performance.now()
          const serverMs = time.timeAt(nowMs)
          if (serverMs !== null) arrivals.delivered(serverMs - Date.parse(event.at), nowMs)
        })
      }),
    [client, arrivals, time],
  )

  const look = useEffectEvent((): void => {
    const { position } = client.getSnapshot()
    if (page.current === null || picture === null || position === null) return
    const nowMs = performance.now()
    const { queue, hasColumns, vote, ...measured } = measureScreen(page.current)
    const waiting = measured.waiting + keptAway.length
    const { width, height } = page.current.getBoundingClientRect()
    const report = {
      width: Math.max(1, Math.round(width)),
      height: Math.max(1, Math.round(height)),
      // Where more comes than can be read one by one, the columns have taken over.
      picture: picture === 'spotlight' && hasColumns ? 'masonry' : picture,
      // Behind a message that is shown large the results are not seen.
      ...(picture === 'results' && vote !== null ? { vote } : {}),
      ...measured,
      waiting,
      queue: encodeQueue(toldQueue(state, queue)),
      behindMs: Math.round(arrivals.behindMs(waiting, nowMs)),
      position,
      version,
      deliveryMs: roundedOrNull(arrivals.deliveryMs(nowMs)),
    }
    // The time of waiting grows by itself: it alone causes no report.
    const text = JSON.stringify({ ...report, behindMs: 0 })
    if (text === sent.current.text && nowMs - sent.current.atMs < REPORT_AGAIN_MS) return
    sent.current = { text, atMs: nowMs }
    reporter.report(report)
  })
  useEffect(() => {
    const timer = setInterval(() => look(), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  // A message that enters or leaves is reported at once: its author looks up.
  useEffect(() => (page.current === null ? undefined : watchPicture(page.current, () => look())), [page])
  // A change that a host made is reported at once: the host waits for it.
  useEffect(() => {
    const frame = requestAnimationFrame(() => look())
    return () => cancelAnimationFrame(frame)
  }, [version, picture])
}

function roundedOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value)
}
