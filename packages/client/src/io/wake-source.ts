import type { WakeSource } from '../types.ts'

/** The moments at which a browser's network may have changed unnoticed (CONN-5). Elsewhere it never wakes. */
export const browserWakeSource: WakeSource = (onWake) => {
  if (typeof document === 'undefined') return () => {}
  const onVisibility = () => {
    if (document.visibilityState === 'visible') onWake()
  }
  const onPageShow = (event: PageTransitionEvent) => {
    if (event.persisted) onWake()
  }
  document.addEventListener('visibilitychange', onVisibility)
  addEventListener('pageshow', onPageShow)
  addEventListener('online', onWake)
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    removeEventListener('pageshow', onPageShow)
    removeEventListener('online', onWake)
  }
}
