import { useEffect, useRef, useState } from 'react'

interface Keyed {
  readonly key: string
}

/** Items that have just left the list, kept as they were for `leaveMs` so that they can fade. */
export function useLeaving<Item extends Keyed>(items: readonly Item[], leaveMs: number): readonly Item[] {
  const before = useRef<readonly Item[]>(items)
  const [leaving, setLeaving] = useState<readonly Item[]>([])
  useEffect(() => {
    const gone = before.current.filter((item) => !items.some((other) => other.key === item.key))
    before.current = items
    if (gone.length === 0) return
    setLeaving((known) => [...known, ...gone])
    setTimeout(() => setLeaving((known) => known.filter((item) => !gone.includes(item))), leaveMs)
  }, [items, leaveMs])
  return leaving.filter((item) => !items.some((other) => other.key === item.key))
}
