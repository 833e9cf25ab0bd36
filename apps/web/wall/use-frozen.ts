import { useState } from 'react'

/** The value, or, while `isFrozen`, the value that it had when that began. A page that opens frozen keeps what it finds first. */
export function useFrozen<Value>(value: Value, isFrozen: boolean): Value {
  const [held, setHeld] = useState<{ readonly value: Value } | null>(null)
  if (isFrozen && held === null) setHeld({ value })
  if (!isFrozen && held !== null) setHeld(null)
  return isFrozen && held !== null ? held.value : value
}
