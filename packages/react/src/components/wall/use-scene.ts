import { useEffect, useState } from 'react'
import { EMPTY_SCENE, nextScene, OUT_MS, type Placed, type Scene, withoutLeft } from './scene.ts'

/** Extra time for late frames. */
const SPARE_MS = 100

/** Plays the changes of the wall. Columns change independently of each other; the flow leaves a column alone while it moves. */
export function useScene<Card extends Placed>(target: readonly Card[]): Scene<Card> {
  const [scene, setScene] = useState<Scene<Card>>(EMPTY_SCENE)
  const [played, setPlayed] = useState<readonly Card[]>([])
  if (played !== target) {
    setPlayed(target)
    setScene(nextScene(scene, target, performance.now()))
  }

  const { count } = scene
  const hasLeaving = scene.items.some((item) => item.isLeaving)
  useEffect(() => {
    if (!hasLeaving) return
    const timer = setTimeout(() => setScene((known) => withoutLeft(known, count)), OUT_MS + SPARE_MS)
    return () => clearTimeout(timer)
  }, [hasLeaving, count])

  return scene
}
