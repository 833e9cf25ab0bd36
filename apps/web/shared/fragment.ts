import { useEffect, useEffectEvent } from 'react'

/** `#key=…`, `#token=…` or `#pair=…` of the present address; `null` without one. */
export function readFragment(name: 'key' | 'token' | 'pair'): string | null {
  const value = new URLSearchParams(location.hash.slice(1)).get(name)
  return value === '' ? null : value
}

/** Removes the fragment from the address: a credential must not stay readable on a shared screen. */
export function clearFragment(): void {
  history.replaceState(history.state, '', location.pathname + location.search)
}

/** Calls `onChange` when another link is opened in this tab: a change of the fragment alone loads no page. */
export function useFragmentChange(onChange: () => void): void {
  const changed = useEffectEvent(onChange)
  useEffect(() => {
    const listen = (): void => changed()
    addEventListener('hashchange', listen)
    return () => removeEventListener('hashchange', listen)
  }, [])
}
