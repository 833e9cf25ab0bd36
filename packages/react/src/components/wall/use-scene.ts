import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { EMPTY_SCENE, nextScene, type Placed, type Scene, withoutLeaving } from './scene.ts'

/** Extra time for late frames. */
const SPARE_MS = 34

/** Plays the changes of the wall one after the other. A change that arrives during another one is played after it. */
export function useScene<Card extends Placed>(target: readonly Card[]): Scene<Card> {
  const [scene, setScene] = useState<Scene<Card>>(EMPTY_SCENE)
  const [isBusy, setBusy] = useState(false)
  const shown = useRef<readonly Card[]>([])

  useLayoutEffect(() => {
    if (isBusy || shown.current === target) return
    shown.current = target
    const next = nextScene(scene, target)
    setScene(next)
    setBusy(next.busyMs > 0)
  }, [isBusy, scene, target])

  const { busyMs, count } = scene
  // `count` is a dependency: each scene has a duration of its own.
  useEffect(() => {
    if (!isBusy) return
    let timer: ReturnType<typeof setTimeout> | undefined
    // The delays in the style sheet start with the frame that draws the scene.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        setScene(withoutLeaving)
        setBusy(false)
      }, busyMs + SPARE_MS)
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [isBusy, busyMs, count])

  return scene
}
