import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { OUT_MS, type Placed } from './motion.ts'
import { cutTo, EMPTY_SCENE, nextScene, type Scene, withoutLeft } from './scene.ts'

/** Extra time for late frames. */
const SPARE_MS = 100

/**
 * Plays the changes of the wall. Columns change independently of each other; the flow leaves a column alone while it moves. `chosen`: what a host has
 * chosen; another value is another picture, in which nothing moves to its place.
 */
export function useScene<Card extends Placed>(target: readonly Card[], chosen: string | null): Scene<Card> {
  const [scene, setScene] = useState<Scene<Card>>(EMPTY_SCENE)
  const played = useRef<readonly Card[]>([])
  const drawn = useRef(chosen)

  useLayoutEffect(() => {
    if (played.current === target) return
    played.current = target
    // The clock of the page's animations.
    const nowMs = Number(document.timeline?.currentTime ?? performance.now())
    const isCut = drawn.current !== null && drawn.current !== chosen
    drawn.current = chosen
    setScene((known) => (isCut ? cutTo(known, target, nowMs) : nextScene(known, target, nowMs)))
  }, [target, chosen])

  const { count } = scene
  const hasLeaving = scene.items.some((item) => item.isLeaving)
  useEffect(() => {
    if (!hasLeaving) return
    const timer = setTimeout(() => setScene((known) => withoutLeft(known, count)), OUT_MS + SPARE_MS)
    return () => clearTimeout(timer)
  }, [hasLeaving, count])

  return scene
}
