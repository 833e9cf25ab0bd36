import type { WakeSource } from '../types.ts'

/**
 * The moments at which a browser's network may have changed unnoticed (CONN-5): a page is shown again, the device comes online or goes
 * offline. Elsewhere there are none.
 */
export const browserWakeSource: WakeSource = (onWake) => {
  if (typeof document === 'undefined') return () => {}
  const end = new AbortController()
  const { signal } = end
  const listener = ({ type, persisted }: { readonly type: string; readonly persisted?: boolean }) => {
    if (type === 'visibilitychange' ? document.visibilityState === 'visible' : persisted !== false) onWake(type === 'offline')
  }
  document.addEventListener('visibilitychange', listener, { signal })
  for (const type of ['pageshow', 'online', 'offline']) addEventListener(type, listener, { signal })
  return () => end.abort()
}
