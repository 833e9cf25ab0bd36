import { useEffect, useState } from 'react'
import { whenIdle } from './when-idle.ts'

/**
 * The parts of a page that stand on it: the one that is seen at once, and then one after the other while the browser has nothing else to do, so that the page answers
 * meanwhile. What stands there stays, with what was typed in it.
 */
export function useBuiltParts<Part>(seen: Part, all: readonly Part[]): ReadonlySet<Part> {
  const [built, setBuilt] = useState<ReadonlySet<Part>>(() => new Set([seen]))
  if (!built.has(seen)) setBuilt(new Set([...built, seen]))
  useEffect(() => {
    const next = all.find((part) => !built.has(part))
    return next === undefined ? undefined : whenIdle(() => setBuilt((known) => new Set([...known, next])))
  }, [built, all])
  return built
}
