import type { PhotoSource } from '@guestwall/client/photos'
import type { PhotoSize } from '@guestwall/protocol'
import { useEffect, useState } from 'react'

/** A picture that cannot be read is asked for again after this time, then after twice as long each time, up to a minute. */
const AGAIN_MS = 4_000
const LONGEST_MS = 60_000

/** The address of a photo's picture for `<img>`; `null` while it is not there: the network is away, or the message still waits. */
export function usePhotoSource(reader: PhotoSource, id: string, size: PhotoSize): string | null {
  const [found, setFound] = useState<{ readonly id: string; readonly source: string | null }>({ id, source: null })
  useEffect(() => {
    let isShown = true
    let timer: ReturnType<typeof setTimeout> | undefined
    let holds = 0
    const ask = async (waitMs: number): Promise<void> => {
      holds += 1
      const source = await reader.acquire(id, size)
      if (!isShown) return
      setFound({ id, source })
      if (source === null) timer = setTimeout(() => void ask(Math.min(LONGEST_MS, waitMs * 2)), waitMs)
    }
    void ask(AGAIN_MS)
    return () => {
      isShown = false
      clearTimeout(timer)
      for (; holds > 0; holds -= 1) reader.release(id, size)
    }
  }, [reader, id, size])
  return found.id === id ? found.source : null
}
