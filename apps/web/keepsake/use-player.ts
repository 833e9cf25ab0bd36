import { useEffect, useState } from 'react'
import type { Replay } from './replay.ts'

/** How many times faster than the evening. */
export const SPEEDS = [1, 4, 16] as const
export type Speed = (typeof SPEEDS)[number]
/** The page is drawn again at most this often while it plays. */
const TICK_MS = 50

export interface Player {
  readonly timeMs: number
  /** The number of events that have come. */
  readonly count: number
  readonly isPlaying: boolean
  readonly isAtEnd: boolean
  readonly speed: Speed
  /** Plays or pauses; at the end it begins again. */
  toggle(): void
  seek(timeMs: number): void
  choose(speed: Speed): void
}

/** The clock of a replay. It begins at the end, where everything is there. */
export function usePlayer(replay: Replay): Player {
  const { durationMs } = replay
  const [timeMs, setTime] = useState(durationMs)
  const [isStarted, setStarted] = useState(false)
  const [speed, choose] = useState<Speed>(4)
  const isAtEnd = timeMs >= durationMs
  const isPlaying = isStarted && !isAtEnd

  useEffect(() => {
    if (!isPlaying) return
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      const passedMs = (now - last) * speed
      last = now
      setTime((before) => Math.min(durationMs, before + passedMs))
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [isPlaying, speed, durationMs])

  return {
    timeMs,
    count: isAtEnd ? replay.length : replay.countAt(timeMs),
    isPlaying,
    isAtEnd,
    speed,
    choose,
    toggle() {
      if (isAtEnd) setTime(0)
      setStarted(!isPlaying)
    },
    seek(next) {
      setTime(Math.min(Math.max(0, next), durationMs))
    },
  }
}
