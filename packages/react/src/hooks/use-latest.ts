import { useCallback, useLayoutEffect, useRef } from 'react'

/** A function with a stable identity that calls the handler of the latest render. For event handlers only. */
export function useLatest<Args extends readonly unknown[], Result>(handler: (...args: Args) => Result): (...args: Args) => Result {
  const latest = useRef(handler)
  useLayoutEffect(() => {
    latest.current = handler
  })
  return useCallback((...args: Args) => latest.current(...args), [])
}
