import { type ReactElement, useEffect, useState } from 'react'
import type { EndedRoomProps } from './ended-room.tsx'

export type RenderEnd = (props: EndedRoomProps) => ReactElement

/** The page of the end, loaded when it is needed: a phone that comes to write does not wait for it. `null` until it is there, or where it cannot be loaded. */
export function useEndedRoom(isEnd: boolean): RenderEnd | null {
  const [loaded, setLoaded] = useState<{ readonly render: RenderEnd } | null>(null)
  useEffect(() => {
    if (!isEnd) return
    import('./ended-room.tsx').then(
      ({ EndedRoom }) => setLoaded({ render: (props) => <EndedRoom {...props} /> }),
      () => undefined,
    )
  }, [isEnd])
  return isEnd && loaded !== null ? loaded.render : null
}
