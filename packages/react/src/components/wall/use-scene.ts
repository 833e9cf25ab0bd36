import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { EMPTY_SCENE, nextScene, OUT_MS, type Placed, type Scene, withoutLeft } from './scene.ts'

/** Extra time for late frames. */
const SPARE_MS = 100

/** Plays the changes of the wall. Columns change independently of each other; the flow leaves a column alone while it moves. */
export function useScene<Card extends Placed>(target: readonly Card[]): Scene<Card> {
  const [scene, setScene] = useState<Scene<Card>>(EMPTY_SCENE)
  const played = useRef<readonly Card[]>([])

  useLayoutEffect(() => {
    if (played.current === target) return
    played.current = target
    // The clock of the page's animations.
    const nowMs = Number(document.timeline?.currentTime ?? performance.now())
    setScene((known) => nextScene(known, target, nowMs))
  }, [target])

  const { count } = scene
  const hasLeaving = scene.items.some((item) => item.isLeaving)
  useEffect(() => {
    if (!hasLeaving) return
    const timer = setTimeout(() => setScene((known) => withoutLeft(known, count)), OUT_MS + SPARE_MS)
    return () => clearTimeout(timer)
  }, [hasLeaving, count])

  return scene
}
