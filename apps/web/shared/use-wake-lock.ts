import { useEffect, useState } from 'react'

/** `missing`: this browser has no wake lock here, as on every address of plain http. `refused`: it has, and does not give it now. */
export type WakeLockState = 'asked' | 'held' | 'missing' | 'refused'

export function hasWakeLock(): boolean {
  return 'wakeLock' in navigator
}

/** Keeps the screen on while the page is visible. A browser takes the lock away when the page is hidden, so it is asked for again. */
export function useWakeLock(): WakeLockState {
  const [state, setState] = useState<WakeLockState>(() => (hasWakeLock() ? 'asked' : 'missing'))
  useEffect(() => {
    if (!hasWakeLock()) return
    let lock: WakeLockSentinel | null = null
    let isOpen = true
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || (lock !== null && !lock.released)) return
      try {
        lock = await navigator.wakeLock.request('screen')
        if (!isOpen) return void lock.release()
        lock.addEventListener('release', () => setState('asked'))
        setState('held')
      } catch {
        // A low battery, or a policy. It is asked for again when the page comes back.
        setState('refused')
      }
    }
    const onVisible = (): void => void ask()
    onVisible()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      isOpen = false
      document.removeEventListener('visibilitychange', onVisible)
      void lock?.release()
    }
  }, [])
  return state
}
