import { useCallback, useRef } from 'react'

/** The same function for ever, which calls the one of the last render: for handlers, which are called after it. */
export function useLatest<Args extends readonly unknown[]>(handler: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(handler)
  latest.current = handler
  return useCallback((...args: Args) => latest.current(...args), [])
}
