import type { WakeSource } from '../types.ts'

/**
 * The moments at which a browser's network may have changed unnoticed (CONN-5): a page is shown again, the device comes online or goes
 * offline. Elsewhere there are none.
 */
export const browserWakeSource: WakeSource = (onWake) => {
  if (typeof document === 'undefined') return () => {}
  const onVisibility = () => {
    if (document.visibilityState === 'visible') onWake()
  }
  const onPageShow = (event: PageTransitionEvent) => {
    if (event.persisted) onWake()
  }
  const end = new AbortController()
  const { signal } = end
  document.addEventListener('visibilitychange', onVisibility, { signal })
  addEventListener('pageshow', onPageShow, { signal })
  addEventListener('online', onWake, { signal })
  addEventListener('offline', onWake, { signal })
  return () => end.abort()
}
